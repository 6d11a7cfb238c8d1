using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Provider;

[Collection(PostgresServers.Collection)]
public sealed class PaymentSimulatorTests(PaymentStack stack) : IClassFixture<PaymentStack>
{
    private static readonly Money Amount = new(25m, "PLN");
    private static readonly string Card = TestCard.TokenOf(TestCard.Pays)!;

    private readonly Guid _key = Guid.NewGuid();
    private readonly Guid _booking = Guid.NewGuid();

    private IPaymentProvider Simulator => stack.Provider;

    [Fact]
    public async Task Authorise_TheSameKeyManyTimesAtOnce_IsDoneOnce()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AuthoriseAsync()));

        Assert.All(answers, answer => Assert.Equal(Authorisation.Authorised, answer));
        Assert.Equal(1L, await stack.ProviderScalarAsync<long>(
            "select count(*) from authorisations where payment_key = $1", _key));
    }

    [Fact]
    public async Task Authorise_TheSameKeyForAnotherAmount_ThrowsNamingTheKey()
    {
        await AuthoriseAsync();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Simulator.AuthoriseAsync(_key, _booking, Amount with { Amount = 26m }, Card, CancellationToken.None));

        Assert.Contains(_key.ToString(), exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Authorise_AfterCapture_StillAnswersAuthorised()
    {
        await AuthoriseAsync();
        Assert.True(await Simulator.CaptureAsync(_key, CancellationToken.None));
        Assert.True(await Simulator.CaptureAsync(_key, CancellationToken.None));

        Assert.Equal(Authorisation.Authorised, await AuthoriseAsync());
        Assert.Equal(LedgerState.Captured, await FindAsync());
    }

    [Fact]
    public async Task Void_OfAKeyWithoutAuthorisation_RefusesTheLateOne()
    {
        Assert.True(await Simulator.VoidAsync(_key, CancellationToken.None));
        Assert.True(await Simulator.VoidAsync(_key, CancellationToken.None));

        Assert.Equal(Authorisation.Declined, await AuthoriseAsync());
        Assert.False(await Simulator.CaptureAsync(_key, CancellationToken.None));
        Assert.Equal(LedgerState.Voided, await FindAsync());
    }

    [Fact]
    public async Task Capture_OfAnUnknownKey_IsFalse() =>
        Assert.False(await Simulator.CaptureAsync(_key, CancellationToken.None));

    [Fact]
    public async Task CaptureAndVoid_HundredAtOnce_EndInExactlyOne()
    {
        for (var round = 0; round < 10; round++)
        {
            var key = Guid.NewGuid();
            await Simulator.AuthoriseAsync(key, _booking, Amount, Card, CancellationToken.None);
            var captures = new List<Task<bool>>();
            var voids = new List<Task<bool>>();
            for (var i = 0; i < 50; i++)
            {
                captures.Add(Task.Run(() => Simulator.CaptureAsync(key, CancellationToken.None)));
                voids.Add(Task.Run(() => Simulator.VoidAsync(key, CancellationToken.None)));
            }

            var captured = Assert.Single((await Task.WhenAll(captures)).Distinct());
            var voided = Assert.Single((await Task.WhenAll(voids)).Distinct());
            Assert.NotEqual(captured, voided);
            Assert.Equal(
                captured ? LedgerState.Captured : LedgerState.Voided,
                await Simulator.FindAsync(key, CancellationToken.None));
        }
    }

    [Fact]
    public async Task VoidAndAuthorise_AtOnce_NeverLeaveAnOpenAuthorisation()
    {
        for (var round = 0; round < 30; round++)
        {
            var key = Guid.NewGuid();
            await Task.WhenAll(
                Task.Run(() => Simulator.AuthoriseAsync(key, _booking, Amount, Card, CancellationToken.None)),
                Task.Run(() => Simulator.VoidAsync(key, CancellationToken.None)));
            Assert.Equal(LedgerState.Voided, await Simulator.FindAsync(key, CancellationToken.None));
        }
    }

    [Fact]
    public async Task Refund_ManyAtOnce_NeverExceedsWhatWasCaptured()
    {
        await AuthoriseAsync();
        await Simulator.CaptureAsync(_key, CancellationToken.None);

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() =>
            Simulator.RefundAsync(_key, Guid.NewGuid(), new Money(4m, "PLN"), CancellationToken.None))));

        Assert.Equal(6, answers.Count(answer => answer));
        Assert.Equal(24m, await stack.ProviderScalarAsync<decimal>(
            "select sum(amount) from refunds where payment_key = $1", _key));
        Assert.Equal(24m, await stack.ProviderScalarAsync<decimal>(
            "select refunded from authorisations where payment_key = $1", _key));
        Assert.Equal(LedgerState.Captured, await FindAsync());
    }

    [Fact]
    public async Task Refund_TheSameIdManyTimesAtOnce_IsDoneOnce()
    {
        await AuthoriseAsync();
        await Simulator.CaptureAsync(_key, CancellationToken.None);
        var refund = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() =>
            Simulator.RefundAsync(_key, refund, Amount, CancellationToken.None))));

        Assert.All(answers, Assert.True);
        Assert.Equal(25m, await stack.ProviderScalarAsync<decimal>(
            "select sum(amount) from refunds where payment_key = $1", _key));
        Assert.Equal(LedgerState.Refunded, await FindAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Simulator.RefundAsync(_key, refund, new Money(1m, "PLN"), CancellationToken.None));
    }

    [Fact]
    public async Task Refund_BeforeCaptureOrInAnotherCurrency_IsFalse()
    {
        await AuthoriseAsync();
        Assert.False(await Simulator.RefundAsync(_key, Guid.NewGuid(), Amount, CancellationToken.None));
        await Simulator.CaptureAsync(_key, CancellationToken.None);
        Assert.False(await Simulator.RefundAsync(_key, Guid.NewGuid(), new Money(1m, "GBP"), CancellationToken.None));
    }

    [Theory]
    [InlineData(TestCard.Pays, Authorisation.Authorised, LedgerState.Authorised)]
    [InlineData(TestCard.Declined, Authorisation.Declined, LedgerState.Declined)]
    [InlineData(TestCard.AnswersSlowly, Authorisation.Authorised, LedgerState.Authorised)]
    [InlineData(TestCard.TimesOutPaid, Authorisation.Unknown, LedgerState.Authorised)]
    [InlineData(TestCard.TimesOutUnpaid, Authorisation.Unknown, LedgerState.None)]
    public async Task Authorise_WithEachTestCard_DoesWhatTheCardSays(string card, Authorisation answer, LedgerState state)
    {
        Assert.Equal(answer, await Simulator.AuthoriseAsync(
            _key, _booking, Amount, TestCard.TokenOf(card)!, CancellationToken.None));
        Assert.Equal(state, await FindAsync());
    }

    [Fact]
    public async Task ListOpen_Always_ListsTheOpenOnesOldestFirst()
    {
        var keys = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var key in keys) await Simulator.AuthoriseAsync(key, _booking, Amount, Card, CancellationToken.None);
        await Simulator.CaptureAsync(keys[1], CancellationToken.None);

        var open = (await Simulator.ListOpenAsync(TimeSpan.Zero, 1000, CancellationToken.None))
            .Where(one => one.BookingId == _booking).ToList();

        Assert.Equal([keys[0], keys[2], keys[3]], open.Select(one => one.PaymentKey));
        Assert.All(open, one => Assert.Equal(Amount, one.Amount));
        Assert.Single(await Simulator.ListOpenAsync(TimeSpan.Zero, 1, CancellationToken.None));
        Assert.Empty(await Simulator.ListOpenAsync(TimeSpan.FromHours(1), 1000, CancellationToken.None));
    }

    [Fact]
    public async Task Authorise_WhenNothingAnswersInTime_IsUnknownAndMadeInHalfOfTheCases()
    {
        var simulator = stack.SimulatorWith(new SimulatorOptions { UnknownRate = 1 });

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ =>
            simulator.AuthoriseAsync(Guid.NewGuid(), _booking, Amount, Card, CancellationToken.None)));

        Assert.All(answers, answer => Assert.Equal(Authorisation.Unknown, answer));
        // 50 are expected; less than 20 or more than 80 would be a miracle (one in 10^9).
        Assert.InRange(
            await stack.ProviderScalarAsync<long>("select count(*) from authorisations where booking_id = $1", _booking),
            20, 80);
    }

    [Fact]
    public async Task Authorise_WithADeclineRate_DeclinesAboutThatShareAndTheSameAgain()
    {
        var simulator = stack.SimulatorWith(new SimulatorOptions { DeclineRate = 0.3 });
        var keys = Enumerable.Range(0, 200).Select(_ => Guid.NewGuid()).ToArray();

        var first = await AuthoriseAllAsync();

        Assert.InRange(first.Count(answer => answer == Authorisation.Declined), 20, 100);
        Assert.Equal(first, await AuthoriseAllAsync());

        async Task<Authorisation[]> AuthoriseAllAsync() => await Task.WhenAll(keys.Select(key =>
            simulator.AuthoriseAsync(key, _booking, Amount, Card, CancellationToken.None)));
    }

    [Fact]
    public async Task Authorise_WhenTheAnswerTakesTooLong_IsUnknown()
    {
        var simulator = stack.SimulatorWith(new SimulatorOptions
        {
            Latency = TimeSpan.FromSeconds(30),
            AnswerTimeout = TimeSpan.FromSeconds(0.2),
        });

        Assert.Equal(
            Authorisation.Unknown, await simulator.AuthoriseAsync(_key, _booking, Amount, Card, CancellationToken.None));
        Assert.Equal(LedgerState.Authorised, await FindAsync());
    }

    private Task<Authorisation> AuthoriseAsync() =>
        Simulator.AuthoriseAsync(_key, _booking, Amount, Card, CancellationToken.None);

    private Task<LedgerState> FindAsync() => Simulator.FindAsync(_key, CancellationToken.None);
}
