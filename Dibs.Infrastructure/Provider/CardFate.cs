using System.Buffers.Binary;
using Dibs.Domain.Payments;

namespace Dibs.Infrastructure.Provider;

/// <summary>What the simulator is going to do with one authorisation.</summary>
/// <param name="Records">Whether the ledger hears of it.</param>
/// <param name="State">What the ledger then says.</param>
/// <param name="Answers">Whether Dibs gets the answer.</param>
/// <param name="Delay">How long the answer takes, besides the usual latency.</param>
internal readonly record struct CardFate(bool Records, LedgerEntryState State, bool Answers, TimeSpan Delay)
{
    private static readonly string? Pays = TestCard.TokenOf(TestCard.Pays);
    private static readonly string? AnswersSlowly = TestCard.TokenOf(TestCard.AnswersSlowly);
    private static readonly string? TimesOutPaid = TestCard.TokenOf(TestCard.TimesOutPaid);
    private static readonly string? TimesOutUnpaid = TestCard.TokenOf(TestCard.TimesOutUnpaid);

    /// <summary>
    /// The same for the same key, always: chance comes out of the key's own random bits, so that a repeated call is
    /// treated as the first one was, on whatever instance it is made.
    /// </summary>
    public static CardFate Of(Guid paymentKey, string cardToken, SimulatorOptions options)
    {
        var authorised = new CardFate(true, LedgerEntryState.Authorised, true, TimeSpan.Zero);
        var declined = authorised with { State = LedgerEntryState.Declined };
        if (cardToken == TimesOutPaid) return authorised with { Answers = false, Delay = options.TimeoutCardDelay };
        if (cardToken == TimesOutUnpaid)
            return authorised with { Records = false, Answers = false, Delay = options.TimeoutCardDelay };
        if (cardToken == AnswersSlowly) return authorised with { Delay = options.SlowCardDelay };
        if (Till.IsToken(cardToken)) return authorised;
        if (cardToken != Pays) return declined;

        if (Chance(paymentKey, 1) < options.UnknownRate)
            return authorised with { Answers = false, Records = Chance(paymentKey, 2) < 0.5 };
        return Chance(paymentKey, 3) < options.DeclineRate ? declined : authorised;
    }

    /// <summary>How much of the latency's jitter this key gets, 0 to 1.</summary>
    public static double JitterOf(Guid paymentKey) => Chance(paymentKey, 4);

    /// <summary>0 to 1, out of the key's second half: random in GUIDs of version 4 and 7 alike.</summary>
    private static double Chance(Guid key, ulong draw)
    {
        Span<byte> bytes = stackalloc byte[16];
        key.TryWriteBytes(bytes, bigEndian: true, out _);
        // SplitMix64's finisher: neighbouring draws of one key have nothing to do with each other.
        var mixed = unchecked(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) + (draw * 0x9E3779B97F4A7C15));
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB);
        mixed ^= mixed >> 31;
        return (mixed >> 11) / (double)(1UL << 53);
    }
}
