using Dibs.Domain.Bookings;
using Dibs.Domain.Holds;
using Dibs.Domain.Pricing;
using Dibs.Domain.Protocols;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Holds;

/// <summary>What becomes of a hold when its seats are booked.</summary>
[Collection(PostgresServers.Collection)]
public sealed class BookedHoldTests(FreshDatabases databases) : HoldTests(databases)
{
    private readonly Guid _anna = Guid.NewGuid();

    [Fact]
    public async Task Book_SeatsOfOwnHold_EndsTheHold()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1", "A2");

        Assert.IsType<StepResult.Done>(await BookAsync(screening, hold.Id, _anna, commit: true, "A1", "A2"));

        Assert.Null(await Holds.FindAsync(screening, _anna, CancellationToken.None));
        Assert.Equal("A1 booked, A2 booked", await ClaimsAsync(screening));
        // And the next one is another one.
        Assert.NotEqual(hold.CheckoutKey, (await HeldAsync(screening, _anna, "A3")).CheckoutKey);
    }

    [Fact]
    public async Task Book_RolledBack_LeavesTheHoldAsItWas()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1");

        await BookAsync(screening, hold.Id, _anna, commit: false, "A1");

        var after = (await Holds.FindAsync(screening, _anna, CancellationToken.None))!;
        Assert.Equal((hold.Id, hold.ExpiresAt, hold.CheckoutKey), (after.Id, after.ExpiresAt, after.CheckoutKey));
        Assert.Equal("A1 held", await ClaimsAsync(screening));
    }

    [Fact]
    public async Task Book_SomeSeatsOfTheHold_LeavesTheOthersToBeLetGo()
    {
        var screening = await NewScreeningAsync();
        var hold = await HeldAsync(screening, _anna, "A1", "A2");

        await BookAsync(screening, hold.Id, _anna, commit: true, "A1");

        Assert.True(await Holds.ReleaseAsync(hold.Id, _anna, CancellationToken.None));
        Assert.Equal("A1 booked, A2 free", await ClaimsAsync(screening));
    }

    [Fact]
    public async Task BookAndChange_SameHoldAtOnce_NeverDeadlock()
    {
        for (var round = 0; round < 20; round++)
        {
            var screening = await NewScreeningAsync("A sssss");
            var hold = await HeldAsync(screening, _anna, "A2", "A3");

            var booking = BookAsync(screening, hold.Id, _anna, commit: true, "A2", "A3");
            var change = PlaceAsync(screening, _anna, "A1", "A3");

            // Two tabs of one customer: whoever comes first, a booking has all of its seats or none.
            await Task.WhenAll(booking, change);
            var booked = await ScalarAsync<long>(
                "select count(*) from claims where screening_id = $1 and state = 'booked' and seat in ('A2', 'A3')", screening);
            Assert.Equal(await booking is StepResult.Done ? 2 : 0, booked);
            Assert.True(await booking is StepResult.Done || await change is HoldOutcome.Held, $"{await booking}, {await change}");
        }
    }

    private async Task<StepResult> BookAsync(
        int screening, Guid hold, Guid customer, bool commit, params string[] seats)
    {
        var id = Guid.NewGuid();
        var booking = new BookingRequest
        {
            BookingId = id,
            Reference = BookingId.ReferenceOf(id),
            RequestHash = "",
            ScreeningId = screening,
            Tickets = [.. seats.Select(seat => new TicketRequest(seat, TicketType.Adult, 20, ""))],
            HoldId = hold,
            Customer = new Customer("Anna", "anna@example.org", customer),
            Amount = new Money(20 * seats.Length, "PLN"),
            PaymentKey = Guid.NewGuid(),
            CardToken = "",
            Protocol = "test",
        };
        await using var database = await Services.GetRequiredService<IDbContextFactory<BookingsContext>>().CreateDbContextAsync();
        await using var transaction = await database.Database.BeginTransactionAsync();
        var result = await new ReserveSeats().ApplyInTransactionAsync(database, booking, CancellationToken.None);
        if (commit && result is StepResult.Done) await transaction.CommitAsync();
        return result;
    }
}
