using Dibs.Experiments.Soaking;

namespace Dibs.Infrastructure.Tests.Soaking;

public sealed class FaultScheduleTests
{
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public void Make_TenMinutes_AHundredFaultsAndEveryPartByBothKinds()
    {
        var faults = FaultSchedule.Make(1, TenMinutes);

        Assert.True(faults.Count >= 100, $"{faults.Count} faults");
        foreach (var part in FaultSchedule.Parts)
            Assert.Equal(2, faults.Where(fault => fault.Part == part).Select(fault => fault.Kind).Distinct().Count());
        Assert.All(faults, fault => Assert.InRange(fault.At, TimeSpan.Zero, TenMinutes));
        Assert.All(
            faults.Where(fault => fault.Kind == FaultKind.Pause),
            fault => Assert.InRange(fault.Lasting.TotalSeconds, 2, 8));
    }

    [Fact]
    public void Make_SameSeed_SameFaults() =>
        Assert.Equal(FaultSchedule.Make(5, TenMinutes), FaultSchedule.Make(5, TenMinutes));

    [Fact]
    public void Make_OtherSeed_OtherFaults() =>
        Assert.NotEqual(FaultSchedule.Make(5, TenMinutes), FaultSchedule.Make(6, TenMinutes));
}
