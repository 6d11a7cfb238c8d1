namespace Dibs.Experiments.Loading;

/// <summary>What came of one request, from the customer's side.</summary>
internal enum Outcome
{
    /// <summary>201.</summary>
    Sold,

    /// <summary>409: somebody else was faster.</summary>
    LostRace,

    /// <summary>402.</summary>
    Declined,

    /// <summary>409: the tickets were refused.</summary>
    Rejected,

    /// <summary>503: not taken on, or given up; nothing was done.</summary>
    Busy,

    /// <summary>An answer that no customer should get.</summary>
    Failed,

    /// <summary>202, 502, 504 or no answer: what became of it is looked up after the run.</summary>
    Unknown,
}

/// <summary>One request as it was made and answered. Times in seconds from the start of the run.</summary>
/// <param name="Intended">When the customer came. In a closed loop the same as <paramref name="Sent"/>.</param>
/// <param name="Status">Of HTTP; 0 for no answer.</param>
/// <param name="Booking">By its idempotency key.</param>
internal sealed record RequestRow(
    int Index, int Client, double Intended, double Sent, double Done, Outcome Outcome, int Status, int Seats,
        Guid Booking)
{
    /// <summary>As the customer felt it: from when he came, though the request may have been sent later.</summary>
    public double Seconds => Done - Intended;
}
