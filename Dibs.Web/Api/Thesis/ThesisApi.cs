using Dibs.Domain.Bookings;
using Dibs.Domain.Payments;
using Dibs.Domain.Screenings;
using Dibs.Domain.Thesis;

namespace Dibs.Web.Api.Thesis;

/// <summary>
/// <c>/thesis</c>: the API of the thesis that Dibs starts from, so that its load script and its checker run with only their
/// base address changed. Bookings go the way of all bookings. See docs/thesis.md.
/// </summary>
internal static class ThesisApi
{
    private const int ScreeningsAtMost = 200;

    /// <summary>Off unless the configuration says <c>Thesis:Enabled</c>; in development the other way round.</summary>
    public static void MapThesis(this WebApplication app)
    {
        var thesis = app.MapGroup("/thesis").DisableAntiforgery().ExcludeFromDescription();
        thesis.Map("/{**call}", () => Problems.NotFound("call"));
        if (!(app.Configuration.GetValue<bool?>("Thesis:Enabled") ?? app.Environment.IsDevelopment())) return;
        thesis.MapGet("/screenings", ListAsync);
        thesis.MapGet("/screenings/{id:int}", FindAsync);
        thesis.MapPatch("/screenings/{id:int}/mark_as_full", MarkAsFullAsync);
        thesis.MapPost("/screenings/partially_booked", AddScreeningAsync);
        thesis.MapPost("/dibs", (HttpRequest request, IBookingService bookings, CancellationToken cancellationToken) =>
            BookAsync("saga", request, bookings, cancellationToken));
        thesis.MapPost("/dibs-two-phase-commit", (HttpRequest request, IBookingService bookings, CancellationToken cancellationToken) =>
            BookAsync("2pc", request, bookings, cancellationToken));
        thesis.MapGet("/payments", (IThesisCinema cinema, CancellationToken cancellationToken) =>
            ThesisJson.Ok(PaymentsAsync(cinema, cancellationToken)));
        thesis.MapGet("/tickets", (IThesisCinema cinema, CancellationToken cancellationToken) =>
            ThesisJson.Ok(TicketsAsync(cinema, cancellationToken)));
    }

    private static async Task<IResult> ListAsync(IThesisCinema cinema, CancellationToken cancellationToken) =>
        ThesisJson.Ok((await cinema.ListAsync(ScreeningsAtMost, cancellationToken))
            .Select(screening => new ScreeningLine(screening.Id, screening.Film)));

    private static async Task<IResult> FindAsync(
        int id, IThesisCinema cinema, IProgramme programme, CancellationToken cancellationToken)
    {
        if (await programme.FindAsync(id, cancellationToken) is not { } screening
            || await cinema.SeatsAsync(id, cancellationToken) is not { } seats)
        {
            return ThesisJson.NotFound($"There is no screening {id}.");
        }

        return ThesisJson.Ok(new ScreeningAnswer(
            id, new TheatreAnswer(seats.HallId), new MovieAnswer(screening.Film.Title),
            [.. seats.Reservations.Select(ReservationAnswer.Of)],
            [.. screening.Plan.Seats.Where(seat => !seats.Taken.Contains(seat.Id)).Select(seat => ThesisJson.SeatName(seat.Id))]));
    }

    private static async Task<IResult> MarkAsFullAsync(int id, IThesisCinema cinema, CancellationToken cancellationToken) =>
        await cinema.StopSaleAsync(id, cancellationToken)
            ? ThesisJson.Ok(new SuccessAnswer(true))
            : ThesisJson.NotFound($"There is no screening {id}.");

    private static async Task<IResult> AddScreeningAsync(
        HttpRequest request, IThesisCinema cinema, IProgramme programme, HalfBooking half, CancellationToken cancellationToken)
    {
        var (body, error) = await ThesisJson.ReadAsync<PartiallyBookedBody>(request, cancellationToken);
        if (body is null) return error!;
        var id = await cinema.AddScreeningAsync(cancellationToken);
        var missed = body.Clean == true ? 0 : await half.BookAsync(id, cancellationToken);
        if (missed > 0)
            return ThesisJson.Refused($"Screening {id} was made, but {missed} of {HalfBooking.Groups.Count} bookings in it were not.");
        var screening = await programme.FindAsync(id, cancellationToken);
        return ThesisJson.Ok(new ScreeningLine(id, screening!.Film.Title));
    }

    private static async Task<IResult> BookAsync(
        string protocol, HttpRequest request, IBookingService bookings, CancellationToken cancellationToken)
    {
        var (body, error) = await ThesisJson.ReadAsync<DibsBody>(request, cancellationToken);
        if (body is null) return error!;
        if (body.Errors() is { Count: > 0 } errors) return ThesisJson.Invalid(errors);
        var owner = body.Owner;
        var result = await bookings.BookAsync(
            new BookingWish
            {
                // A number names a wish for one screening, whatever the protocol: sent again it is the same booking.
                IdempotencyKey = $"thesis:{body.ScreeningId}:{owner.ReservationNumber}",
                ScreeningId = body.ScreeningId!.Value,
                Seats = body.Seats,
                CompanionsAlone = true,
                Protocol = protocol,
                Name = owner.CustomerId,
                Email = owner.Email,
                CustomerKey = owner.CustomerKey,
                Card = TestCard.Pays,
            },
            cancellationToken);
        return AnswerTo(result);
    }

    private static IResult AnswerTo(BookingResult result) => result switch
    {
        BookingResult.Invalid invalid => ThesisJson.Invalid(DibsBody.InItsWords(invalid.Errors)),
        BookingResult.KeyMismatch => ThesisJson.Refused("This reservation_number belongs to another reservation."),
        BookingResult.Busy => ThesisJson.Refused("Too much is going on right now. Nothing was done."),
        BookingResult.Settled { Outcome: BookingOutcome.Confirmed } => ThesisJson.Ok(new SuccessAnswer(true)),
        BookingResult.Settled { Outcome: BookingOutcome.Rejected rejected } => ThesisJson.Refused(rejected.Reason switch
        {
            RejectionReason.SeatsTaken => $"Taken: {string.Join(", ", rejected.Seats.Select(ThesisJson.SeatName))}.",
            RejectionReason.SalesClosed => "This screening has begun, or its sale was stopped.",
            RejectionReason.PaymentDeclined => "The payment was declined.",
            RejectionReason.TicketsRefused => "The tickets could not be issued.",
            _ => "A part of the system was lost or too slow. Nothing was done.",
        }),
        _ => ThesisJson.Refused("Still being settled: it will be all or nothing, see the screening."),
    };

    private static async IAsyncEnumerable<PaymentAnswer> PaymentsAsync(
        IThesisCinema cinema, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var payment in cinema.PaymentsAsync(cancellationToken))
            yield return new PaymentAnswer(payment.Id, ThesisJson.Id(payment.Owner.CustomerId), payment.Status);
    }

    private static async IAsyncEnumerable<TicketAnswer> TicketsAsync(
        IThesisCinema cinema, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var ticket in cinema.TicketsAsync(cancellationToken))
            yield return new TicketAnswer(
                ticket.Code, ThesisJson.Id(ticket.Owner.ReservationNumber), ticket.Status, $"/api/tickets/{ticket.Code}.png");
    }

    private sealed record ScreeningLine(int ScreeningId, string Movie);

    private sealed record ScreeningAnswer(
        int ScreeningId, TheatreAnswer Theatre, MovieAnswer Movie, IReadOnlyList<ReservationAnswer> Reservations,
        IReadOnlyList<string> FreeSeats);

    private sealed record TheatreAnswer(int TheatreId);

    private sealed record MovieAnswer(string Title);

    private sealed record ReservationAnswer(object ReservationNumber, IReadOnlyList<string> Seats, object CustomerId)
    {
        public static ReservationAnswer Of(ThesisReservation reservation) => new(
            ThesisJson.Id(reservation.Owner.ReservationNumber),
            [.. reservation.Seats.Select(ThesisJson.SeatName)],
            ThesisJson.Id(reservation.Owner.CustomerId));
    }

    private sealed record SuccessAnswer(bool Success);

    private sealed record PaymentAnswer(Guid PaymentId, object UserId, string Status);

    private sealed record TicketAnswer(string TicketId, object ReservationId, string Status, string TicketUrl);
}
