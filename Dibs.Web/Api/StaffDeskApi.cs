using System.Net.Mime;
using Dibs.Domain.Bookings;
using Dibs.Domain.BoxOffice;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Tickets;
using Dibs.Web.Staff;

namespace Dibs.Web.Api;

/// <summary><c>/api/staff/bookings</c>: what the desk prints.</summary>
internal static class StaffDeskApi
{
    public static void MapStaffDesk(this IEndpointRouteBuilder api) =>
        api.MapGet("/staff/bookings/{reference}/tickets.pdf", PrintAsync)
            .RequireAuthorization(StaffPolicies.Sell)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Pdf)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("All tickets of a booking to print at the desk. The audit says that they were.");

    private static async Task<IResult> PrintAsync(
        string reference, IBookingRegister register, TicketPapers papers, IBoxOffice office, IStaffContext staff, HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (await staff.FindAsync() is not { } by) return Results.Unauthorized();
        if (await register.FindAsync(reference, cancellationToken) is not { Status: BookingStatus.Confirmed } booking)
            return Problems.NotFound("booking");
        var tickets = await papers.OfAsync(booking, cancellationToken);
        if (tickets.Count != booking.Seats.Count) return Problems.TicketsFollow(response);
        await office.NotePrintAsync(by, booking, cancellationToken);
        return Results.File(TicketPdf.Write(tickets), MediaTypeNames.Application.Pdf);
    }
}
