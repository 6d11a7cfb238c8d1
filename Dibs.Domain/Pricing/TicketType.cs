namespace Dibs.Domain.Pricing;

/// <summary>Who a ticket is for; with the seat's category it decides the price.</summary>
public enum TicketType
{
    Adult,
    Child,
    Student,
    Senior,
}
