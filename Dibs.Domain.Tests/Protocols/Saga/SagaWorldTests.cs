using Dibs.Domain.Bookings;

namespace Dibs.Domain.Tests.Protocols.Saga;

/// <summary>The saga under a scheduler that loses, doubles, delays and reorders, and kills at every crash point.</summary>
public sealed class SagaWorldTests
{
    /// <summary>Each seed is another order of events: 300 worlds of 10 bookings, some 200 events each.</summary>
    [Fact]
    public async Task Bookings_WhateverHappensToMessages_AllEffectsOrNone()
    {
        var (confirmed, cancelled, compensated) = (0, 0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var world = new SagaWorld(seed) { CrashRate = 0.05 };
            var bookings = Enumerable.Range(0, 10).Select(_ => SagaWorld.Booking()).ToList();
            foreach (var booking in bookings) await world.BeginAsync(booking);
            for (var events = 0; events < 200; events++) await world.StepAsync();
            await world.SettleAsync();

            Assert.Equal(0, world.Open);
            foreach (var id in bookings.Select(booking => booking.BookingId))
            {
                var isConfirmed = world.Confirmed.Contains(id);
                Assert.True(isConfirmed != world.Cancelled.ContainsKey(id), $"seed {seed}: both ends, or none");
                Assert.True(isConfirmed == world.Payments.Live.Contains(id), $"seed {seed}: payment");
                Assert.True(isConfirmed == world.Tickets.Live.Contains(id), $"seed {seed}: tickets");
            }

            confirmed += world.Confirmed.Count;
            cancelled += world.Cancelled.Count;
            compensated += world.Payments.Compensated;
        }

        // The scheduler is no good if it leads everywhere to the same end.
        Assert.True(confirmed > 300 && cancelled > 300 && compensated > 100, $"{confirmed} {cancelled} {compensated}");
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
