using Dibs.Domain.Bookings;

namespace Dibs.Domain.Tests.Protocols.Saga;

/// <summary>The saga under a scheduler that loses, doubles, delays and reorders, and kills at every crash point.</summary>
public sealed class SagaWorldTests
{
    /// <summary>Each seed is another order of events: 300 worlds of 10 bookings, some 200 events each.</summary>
    [Fact]
    public async Task Bookings_WhateverHappensToMessages_AllEffectsOrNone()
    {
        var (confirmed, cancelled, compensated, withdrawn, turnedBack, swapped) = (0, 0, 0, 0, 0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var world = new SagaWorld(seed) { CrashRate = 0.05 };
            var bookings = Enumerable.Range(0, 10).Select(_ => SagaWorld.Booking()).ToList();
            foreach (var booking in bookings) await world.BeginAsync(booking);
            for (var events = 0; events < 200; events++)
            {
                await world.StepAsync();
                // Some customers think better of it while it is being made, and say so more than once.
                if (events % 20 == 0) await world.CancelAsync(bookings[events / 20 % 3]);
                // Others want other seats as soon as they have some, and then others again.
                if (events % 5 == 0) await world.SwapAsync(bookings[3 + (events / 5 % 5)]);
            }

            await world.SettleAsync();
            await WithdrawAsync(world, bookings.Skip(8));

            Assert.Equal(0, world.Open);
            foreach (var id in bookings.Select(booking => booking.BookingId))
            {
                var isConfirmed = world.Confirmed.Contains(id);
                var ends = new[] { isConfirmed, world.Cancelled.ContainsKey(id), world.Withdrawn.Contains(id) };
                Assert.True(ends.Count(end => end) == 1, $"seed {seed}: more than one end, or none");
                Assert.True(isConfirmed == world.Payments.Live.Contains(id), $"seed {seed}: payment");
                Assert.True(isConfirmed == world.Tickets.Live.Contains(id), $"seed {seed}: tickets");
            }

            confirmed += world.Confirmed.Count;
            cancelled += world.Cancelled.Count;
            withdrawn += world.Withdrawn.Count;
            turnedBack += world.Cancelled.Values.Count(because => because.Reason == RejectionReason.Cancelled);
            swapped += world.Swapped;
            compensated += world.Payments.Compensated;
        }

        // The scheduler is no good if it leads everywhere to the same end.
        Assert.True(
            confirmed > 300 && cancelled > 300 && compensated > 100 && withdrawn > 100 && turnedBack > 100 && swapped > 300,
            $"{confirmed} {cancelled} {compensated} {withdrawn} {turnedBack} {swapped}");
    }

    /// <summary>Others do so when it is confirmed; messages and instances are no better then.</summary>
    private static async Task WithdrawAsync(SagaWorld world, IEnumerable<BookingRequest> bookings)
    {
        world.CrashRate = 0.05;
        foreach (var booking in bookings) await world.SwapAsync(booking);
        for (var events = 0; events < 50; events++) await world.StepAsync();
        await world.SettleAsync();
        world.CrashRate = 0.05;
        foreach (var booking in bookings) await world.CancelAsync(booking);
        for (var events = 0; events < 50; events++) await world.StepAsync();
        await world.SettleAsync();
    }

    [Fact]
    public async Task Booking_Refused_TellsWhichStepAndWhy()
    {
        var reasons = new HashSet<RejectionReason>();
        for (var seed = 0; seed < 100; seed++)
        {
            var world = new SagaWorld(seed);
            await world.BeginAsync(SagaWorld.Booking());
            await world.SettleAsync();
            foreach (var rejected in world.Cancelled.Values)
            {
                Assert.Equal(
                    rejected.Reason == RejectionReason.TicketsRefused ? Step.IssueTickets : Step.TakePayment, rejected.By);
                reasons.Add(rejected.Reason);
            }
        }

        Assert.Equal([RejectionReason.PaymentDeclined, RejectionReason.TicketsRefused], reasons.Order());
    }
}
