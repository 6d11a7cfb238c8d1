namespace Dibs.Experiments.Soaking;

/// <summary>What one soak does.</summary>
/// <param name="Length">How long bookings are made and parts are faulted. Some minutes for settling come on top.</param>
/// <param name="Rate">New customers a second, however long earlier ones wait.</param>
/// <param name="Seed">The same seed gives the same wishes and the same order of faults.</param>
/// <param name="Protocols">Bookings take them in turn.</param>
internal sealed record SoakPlan(TimeSpan Length, double Rate, int Seed, IReadOnlyList<string> Protocols);
