using System.Net.Mime;
using Dibs.Domain.Bookings;
using Dibs.Domain.Pricing;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Tickets;
using Dibs.Web.Customers;
using Dibs.Web.Languages;

namespace Dibs.Web.Api;

/// <summary><c>/api/bookings</c>: making a booking, looking at it, and cancelling it.</summary>
internal static class BookingsApi
{
    public static void MapBookings(this IEndpointRouteBuilder api)
    {
        api.MapPost("/bookings", BookAsync)
            .TakesJson<BookingBody>()
            .Produces<BookingAnswer>(StatusCodes.Status201Created)
            .Produces<BookingAnswer>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status402PaymentRequired)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Marks the seats, takes the payment and issues the tickets, all or nothing. Header Idempotency-Key.");
        api.MapGet("/bookings/{reference}", FindAsync)
            .Produces<BookingPage>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("A booking with its timeline, for the customer's cookie or with ?email=.");
        api.MapPost("/bookings/{reference}/cancel", CancelAsync)
            .Produces<BookingAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("Frees the seats, refunds the payment and makes the tickets void, all or nothing, until some time before the "
                + "start. For the customer's cookie or with ?email=. Safe to repeat.");
        api.MapGet("/bookings/{reference}/tickets.pdf", TicketsAsync)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Pdf)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .WithSummary("All tickets of a booking to print, for the customer's cookie or with ?email=.");
    }

    private static async Task<IResult> BookAsync(
        HttpRequest request, IBookingService bookings, ICustomerContext customer, CancellationToken cancellationToken)
    {
        var (body, error) = await JsonBody.ReadAsync<BookingBody>(request, cancellationToken);
        if (body is null) return error!;
        if (body.Tickets?.Any(ticket => ticket?.Seat is null) == true)
            return Problems.Invalid("tickets", "Each ticket needs a seat.");
        if (body.Tickets?.GroupBy(ticket => ticket.Seat).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return Problems.Invalid("tickets", $"There is more than one ticket for seat {twice.Key}.");

        var result = await bookings.BookAsync(
            new BookingWish
            {
                IdempotencyKey = request.Headers["Idempotency-Key"].ToString(),
                ScreeningId = body.ScreeningId,
                Seats = body.Seats,
                HoldId = body.HoldId,
                Protocol = body.Protocol,
                Name = body.Customer?.Name,
                Email = body.Customer?.Email,
                Language = LanguageChoice.Now,
                CustomerKey = customer.Key,
                TicketTypes = body.Tickets?.ToDictionary(ticket => ticket.Seat!, ticket => ticket.Type),
                Voucher = body.Voucher,
                Card = body.Payment?.Card,
            },
            cancellationToken);
        return AnswerTo(result, request.HttpContext.Response);
    }

    private static IResult AnswerTo(BookingResult result, HttpResponse response) => result switch
    {
        BookingResult.Invalid { Voucher: { } refusal, Errors: { Count: 1 } errors } =>
            Problems.Voucher(refusal, string.Join(" ", errors["voucher"])),
        BookingResult.Invalid invalid => Problems.Invalid(invalid.Errors),
        BookingResult.KeyMismatch => Problems.KeyMismatch(),
        BookingResult.Busy => Problems.Busy(response),
        BookingResult.Settled { Outcome: BookingOutcome.Rejected rejected } => AnswerTo(rejected, response),
        BookingResult.Settled { Outcome: BookingOutcome.Confirmed } settled =>
            Results.Created(LocationOf(settled.Booking), BookingAnswer.Of(settled.Booking)),
        BookingResult.Settled settled => Results.Accepted(LocationOf(settled.Booking), BookingAnswer.Of(settled.Booking)),
        _ => throw new InvalidOperationException($"No answer to {result}."),
    };

    private static async Task<IResult> CancelAsync(
        string reference, string? email, IBookingRegister register, IBookingChanges changes, ICustomerContext customer,
        HttpResponse response, CancellationToken cancellationToken)
    {
        var booking = await register.FindAsync(reference, cancellationToken);
        if (booking is null || !booking.MayBeSeenBy(customer.Key, email)) return Problems.NotFound("booking");
        return await changes.CancelAsync(booking, cancellationToken) switch
        {
            CancelResult.Cancelled cancelled => Results.Ok(BookingAnswer.Of(cancelled.Booking)),
            CancelResult.TooLate late => Problems.TooLate(late.Until),
            CancelResult.CheckedIn => Problems.CheckedIn(),
            CancelResult.NotMade => Problems.NotMade(),
            CancelResult.Busy => Problems.NotCancelled(response),
            _ => Problems.NotKnown(response),
        };
    }

    /// <summary>A booking that is being cancelled will be, whatever happens: to the outside it is.</summary>
    internal static BookingStatus StatusOf(BookingDetails booking) =>
        booking.Status == BookingStatus.Cancelling ? BookingStatus.Cancelled : booking.Status;

    private static IResult AnswerTo(BookingOutcome.Rejected rejected, HttpResponse response) => rejected.Reason switch
    {
        RejectionReason.SeatsTaken => Problems.SeatsTaken(rejected.Seats),
        RejectionReason.SalesClosed => Problems.SalesClosed(),
        RejectionReason.VoucherUsedUp => Problems.Voucher(
            VoucherRefusal.UsedUp, "This voucher was used as often as it may be. Nothing was charged."),
        RejectionReason.VoucherExpired => Problems.Voucher(
            VoucherRefusal.Expired, "This voucher is not valid at this time. Nothing was charged."),
        RejectionReason.PaymentDeclined => Problems.PaymentDeclined(),
        RejectionReason.TicketsRefused => Problems.TicketsRefused(),
        RejectionReason.Cancelled => Problems.CancelledMeanwhile(),
        _ => Problems.GaveUp(response),
    };

    private static string LocationOf(BookingDetails booking) => $"/api/bookings/{booking.Reference}";

    private static async Task<IResult> FindAsync(
        string reference, string? email, IBookingRegister register, ICustomerContext customer, CancellationToken cancellationToken)
    {
        var booking = await register.FindAsync(reference, cancellationToken);
        // A stranger gets the answer of a booking that is not there.
        return booking is not null && booking.MayBeSeenBy(customer.Key, email)
            ? Results.Ok(BookingPage.Of(booking))
            : Problems.NotFound("booking");
    }

    private static async Task<IResult> TicketsAsync(
        string reference, string? email, IBookingRegister register, TicketPapers papers, ICustomerContext customer,
        HttpResponse response, CancellationToken cancellationToken)
    {
        var booking = await register.FindAsync(reference, cancellationToken);
        if (booking is null || !booking.MayBeSeenBy(customer.Key, email)) return Problems.NotFound("booking");
        if (booking.Status != BookingStatus.Confirmed) return Problems.NotFound("ticket");
        var tickets = await papers.OfAsync(booking, cancellationToken);
        return tickets.Count == booking.Seats.Count
            ? Results.File(TicketPdf.Write(tickets), MediaTypeNames.Application.Pdf, $"tickets-{booking.Reference}.pdf")
            : Problems.TicketsFollow(response);
    }
}

/// <param name="Seats">1 to 10 seats of the hall, such as "C7".</param>
/// <param name="Protocol">2pc, 2pc-textbook or saga; left out, the screening's own.</param>
/// <param name="Tickets">Seats without an entry are for adults.</param>
/// <param name="Voucher">A voucher's code; left out for none.</param>
internal sealed record BookingBody(
    int ScreeningId, IReadOnlyList<string>? Seats, Guid? HoldId, string? Protocol, CustomerBody? Customer,
    IReadOnlyList<TicketBody>? Tickets, PaymentBody? Payment, string? Voucher);

internal sealed record CustomerBody(string? Name, string? Email);

internal sealed record TicketBody(string? Seat, TicketType Type);

/// <param name="Card">A test card, such as 4242424242424242.</param>
internal sealed record PaymentBody(string? Card);

/// <param name="Discount">What the voucher took off; already out of the amount. Null without a voucher.</param>
internal sealed record BookingAnswer(
    string Reference, BookingStatus Status, string Protocol, decimal Amount, string Currency, Discount? Discount,
    IReadOnlyList<string> Seats, IReadOnlyList<TicketAnswer> Tickets)
{
    public static BookingAnswer Of(BookingDetails booking) => new(
        booking.Reference, BookingsApi.StatusOf(booking), booking.Protocol, booking.Amount.Amount, booking.Amount.Currency,
        booking.Discount, booking.Seats,
        [.. booking.Tickets.Select(ticket => new TicketAnswer(ticket.Code, ticket.Seat))]);
}

internal sealed record TicketAnswer(string Code, string Seat);

/// <param name="NewSeats">Those that a swap which is under way gives it; null where there is none.</param>
internal sealed record BookingPage(
    string Reference, BookingStatus Status, string Protocol, int ScreeningId, IReadOnlyList<string> Seats,
    IReadOnlyList<string>? NewSeats, decimal Amount, string Currency, Discount? Discount, RejectionReason? Reason, IReadOnlyList<string> LostSeats, IReadOnlyList<IssuedTicket> Tickets,
    IReadOnlyList<TimelineAnswer> Timeline)
{
    public static BookingPage Of(BookingDetails booking) => new(
        booking.Reference, BookingsApi.StatusOf(booking), booking.Protocol, booking.ScreeningId, booking.Seats, booking.NewSeats,
        booking.Amount.Amount, booking.Amount.Currency, booking.Discount, booking.Reason, booking.LostSeats, booking.Tickets,
        [.. booking.Timeline.Select(line => new TimelineAnswer(line.At, line.Step, line.What, line.Took.TotalMilliseconds))]);
}

internal sealed record TimelineAnswer(DateTimeOffset At, string Step, string What, double Ms);
