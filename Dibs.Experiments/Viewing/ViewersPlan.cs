namespace Dibs.Experiments.Viewing;

/// <summary>What is to be measured.</summary>
/// <param name="Viewers">Circuits that show the hall.</param>
/// <param name="Screening">Null: a coming screening of the largest hall.</param>
/// <param name="ChangesPerSecond">Seats that change hands a second, over all; 0 for idle circuits.</param>
/// <param name="Instance">Where all circuits are to be, such as web1; null: where HAProxy puts them.</param>
/// <param name="Packed">Whether circuits offer compression, as browsers do.</param>
/// <param name="Outage">A part that is killed and started again meanwhile; null for none.</param>
/// <param name="Browsers">Pages of a real browser that look as well.</param>
internal sealed record ViewersPlan(
    int Viewers, int? Screening, double ChangesPerSecond, TimeSpan Length, string? Instance, bool Packed, string? Outage, int Browsers);
