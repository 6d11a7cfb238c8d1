using Dibs.Domain.Payments;

namespace Dibs.Domain.Tests.Payments;

public sealed class PaymentOptionsTests
{
    [Fact]
    public void Errors_OfTheDefaults_AreNone()
    {
        Assert.Empty(new PaymentOptions().Errors());
        Assert.Empty(new SimulatorOptions().Errors());
    }

    [Fact]
    public void Errors_OfTheSimulator_AreToldAllAtOnceEachNamingItsKey()
    {
        var errors = new SimulatorOptions
        {
            Latency = TimeSpan.FromSeconds(31),
            LatencyJitter = TimeSpan.FromSeconds(-1),
            DeclineRate = 1.1,
            UnknownRate = double.NaN,
            AnswerTimeout = TimeSpan.FromSeconds(9),
            TimeoutCardDelay = TimeSpan.FromMinutes(1),
            SlowCardDelay = TimeSpan.FromMinutes(1),
        }.Errors().ToList();

        AssertNamesAll<SimulatorOptions>(SimulatorOptions.Section, errors);
    }

    [Fact]
    public void Errors_OfPayments_AreToldAllAtOnceEachNamingItsKey()
    {
        var errors = new PaymentOptions
        {
            CaptureWorkers = 0,
            SweepInterval = TimeSpan.Zero,
            SweepCaptureAge = TimeSpan.FromHours(1),
            SweepAge = TimeSpan.FromSeconds(19),
            SettleInterval = TimeSpan.Zero,
            SettleAgain = TimeSpan.FromMinutes(1),
            SettleGiveUpAge = TimeSpan.FromMinutes(1),
        }.Errors().ToList();

        AssertNamesAll<PaymentOptions>(PaymentOptions.Section, errors);
    }

    private static void AssertNamesAll<TOptions>(string section, List<string> errors)
    {
        var keys = typeof(TOptions).GetProperties().Select(property => $"{section}:{property.Name} ").ToList();
        Assert.Equal(keys.Count, errors.Count);
        Assert.All(keys, key => Assert.Single(errors, error => error.StartsWith(key, StringComparison.Ordinal)));
    }
}
