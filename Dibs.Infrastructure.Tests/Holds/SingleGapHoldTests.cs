using Dibs.Domain.Holds;
using Dibs.Infrastructure.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Dibs.Infrastructure.Tests.Holds;

/// <summary>No choice by hand leaves a seat alone, in the hold's own transaction.</summary>
[Collection(PostgresServers.Collection)]
public sealed class SingleGapHoldTests(FreshDatabases databases) : HoldTests(databases)
{
    private readonly Guid _anna = Guid.NewGuid();

    private IHolds? _strict;

    private IHolds Strict => _strict ??= NewInstance(null, ("Holds:SingleGapRule", "true")).GetRequiredService<IHolds>();

    [Fact]
    public async Task Place_LeavesOneAlone_IsRefusedWithAnOfferAndChangesNothing()
    {
        var screening = await NewScreeningAsync("A ssssss");
        var before = Assert.IsType<HoldOutcome.Held>(await PlaceStrictlyAsync(screening, _anna, "A1", "A2"));

        var gap = Assert.IsType<HoldOutcome.SingleGap>(await PlaceStrictlyAsync(screening, _anna, "A2", "A3"));

        Assert.Equal(["A1"], gap.Gaps);
        Assert.Equal("A1 held, A2 held", await ClaimsAsync(screening));
        var after = (await Strict.FindAsync(screening, _anna, CancellationToken.None))!;
        Assert.Equal((before.Hold.CheckoutKey, "A1 A2"), (after.CheckoutKey, string.Join(' ', after.Seats)));
        Assert.IsType<HoldOutcome.Held>(await PlaceStrictlyAsync(screening, _anna, [.. gap.Offer]));
    }

    [Fact]
    public async Task Place_SeatOfAnotherBetween_CountsAsTaken()
    {
        var screening = await NewScreeningAsync("A ssssss");
        await PlaceStrictlyAsync(screening, Guid.NewGuid(), "A1", "A2");

        var gap = Assert.IsType<HoldOutcome.SingleGap>(await PlaceStrictlyAsync(screening, _anna, "A4"));

        Assert.Equal("A3 A3", string.Join(' ', gap.Gaps.Concat(gap.Offer)));
        // An expired hold's seats count as free.
        await ExecuteAsync("update claims set expires_at = clock_timestamp() where screening_id = $1", screening);
        await ExecuteAsync("update holds set expires_at = clock_timestamp() where screening_id = $1", screening);
        Assert.IsType<HoldOutcome.Held>(await PlaceStrictlyAsync(screening, _anna, "A4"));
    }

    [Fact]
    public async Task Place_NoOtherWayOrHallWithoutTheRule_MayLeaveOne()
    {
        var narrow = await NewScreeningAsync("A sss");
        var free = await NewScreeningAsync("A ssssss");
        await ExecuteAsync("update halls set single_gap_rule = false where id = (select hall_id from screenings where id = $1)", free);

        Assert.IsType<HoldOutcome.Held>(await PlaceStrictlyAsync(narrow, _anna, "A1", "A2"));
        Assert.IsType<HoldOutcome.Held>(await PlaceStrictlyAsync(free, _anna, "A2"));
    }

    /// <summary>Two who leave a seat between them at the same moment: neither sees the other, but for the row's turn.</summary>
    [Fact]
    public async Task Place_TwoAtOnceAroundASeat_OnlyOneOfThem()
    {
        var other = NewInstance(null, ("Holds:SingleGapRule", "true")).GetRequiredService<IHolds>();
        for (var round = 0; round < 20; round++)
        {
            var screening = await NewScreeningAsync("A ssssssssssss");

            var outcomes = await Task.WhenAll(
                PlaceStrictlyAsync(screening, Guid.NewGuid(), "A1", "A2"),
                other.PlaceAsync(screening, Guid.NewGuid(), ["A4", "A5"], CancellationToken.None));

            Assert.Single(outcomes, outcome => outcome is HoldOutcome.Held);
            Assert.Equal(["A3"], Assert.Single(outcomes.OfType<HoldOutcome.SingleGap>()).Gaps);
        }
    }

    private Task<HoldOutcome> PlaceStrictlyAsync(int screening, Guid customer, params string[] seats) =>
        Strict.PlaceAsync(screening, customer, seats, CancellationToken.None);
}
