namespace Dibs.Infrastructure.Checking;

/// <summary>All that the databases say of one booking id. Valid until the next one is read: the lists are used again.</summary>
internal sealed class BookingFacts
{
    public Guid Id { get; set; }

    public List<BookingRow> Bookings { get; } = [];

    public List<ClaimsRow> Claims { get; } = [];

    public List<PaymentRow> Payments { get; } = [];

    public List<TicketsRow> Tickets { get; } = [];

    public List<LedgerRow> Ledger { get; } = [];

    /// <summary>The booking itself; null where other databases know an id that bookings does not.</summary>
    public BookingRow? Booking => Bookings.Count == 0 ? null : Bookings[0];
}

/// <param name="Status">pending, confirmed, rejected, cancelled, or of a saga cancelling.</param>
/// <param name="Seats">Ids in ordinal order, with commas between.</param>
/// <param name="Age">Since it became what it is, by the database's clock.</param>
/// <param name="IsSwapping">Of a confirmed one: a saga is giving it other seats.</param>
internal readonly record struct BookingRow(
    string Reference, int Screening, string Status, string Protocol, decimal Amount, string Currency, string Seats,
    Guid PaymentKey, TimeSpan Age, bool IsSwapping)
{
    public bool IsConfirmed => Status == "confirmed";

    public bool IsPending => Status == "pending";

    /// <summary>A saga makes or undoes its effects one after another.</summary>
    public bool IsSagaUnderWay => (IsPending && Protocol == "saga") || Status == "cancelling" || IsSwapping;
}

/// <summary>The claims of one booking id, taken together.</summary>
/// <param name="Booked">Seats that are booked, in ordinal order, with commas between; empty for none.</param>
/// <param name="Held">Seats that are held and not expired.</param>
/// <param name="HeldForever">Whether a held one never expires.</param>
internal readonly record struct ClaimsRow(
    int FirstScreening, int LastScreening, string Booked, string Held, bool HeldForever);

/// <param name="Owed">What swapped seats cost less, and is not given back yet.</param>
/// <param name="OwedFor">Since when the first of it.</param>
internal readonly record struct PaymentRow(
    Guid PaymentKey, decimal Amount, string Currency, string State, decimal Owed, TimeSpan OwedFor)
{
    public bool IsLive => State == "paid";
}

/// <summary>The issued tickets of one booking id, taken together.</summary>
/// <param name="Seats">In ordinal order, with commas between.</param>
internal readonly record struct TicketsRow(int FirstScreening, int LastScreening, string Seats, decimal Price);

/// <summary>One payment in the payment company's ledger.</summary>
/// <param name="State">authorised, declined, captured or voided.</param>
/// <param name="Refunded">Sum of its refunds.</param>
/// <param name="Age">By the company's clock.</param>
internal readonly record struct LedgerRow(
    Guid PaymentKey, decimal Amount, string Currency, string State, decimal Refunded, TimeSpan Age)
{
    public bool IsOpen => State == "authorised";

    /// <summary>What the company has taken and not given back.</summary>
    public decimal Net => (State == "captured" ? Amount : 0) - Refunded;
}
