using Dibs.Domain.Tickets;

namespace Dibs.Domain.Tests.Tickets;

/// <summary>What a door believes: only what a key that it knows has signed, as it was signed.</summary>
public sealed class TicketKeyRingTests
{
    private static readonly (TicketKey Key, byte[] PrivateKey) Old = TicketKey.New();
    private static readonly (TicketKey Key, byte[] PrivateKey) Current = TicketKey.New();

    private readonly string _code = TicketCode.New();
    private readonly TicketKeyRing _ring = new([Current.Key, Old.Key]);

    [Fact]
    public void Signed_IsShortAndOfLettersAndDigits()
    {
        var text = Current.Key.Sign(_code, Current.PrivateKey);

        Assert.Equal(135, text.Length);
        Assert.All(text, character => Assert.True(char.IsAsciiDigit(character) || char.IsAsciiLetterUpper(character)));
        Assert.StartsWith("D1" + Current.Key.Id + _code, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_SignedByTheCurrentKeyOrTheOneBefore_IsGenuine()
    {
        Assert.Equal(new TicketVerdict.Genuine(_code), _ring.Verify(Current.Key.Sign(_code, Current.PrivateKey)));
        Assert.Equal(new TicketVerdict.Genuine(_code), _ring.Verify(Old.Key.Sign(_code, Old.PrivateKey)));
    }

    [Fact]
    public void Verify_AsScannersGiveIt_IsGenuine() => Assert.Equal(
        new TicketVerdict.Genuine(_code), _ring.Verify($" {Current.Key.Sign(_code, Current.PrivateKey).ToLowerInvariant()}\r\n"));

    [Fact]
    public void Verify_AnyCharacterAnother_IsNeverGenuine()
    {
        var text = Current.Key.Sign(_code, Current.PrivateKey);
        for (var i = 0; i < text.Length; i++)
        {
            var changed = text[..i] + (text[i] == '7' ? '8' : '7') + text[(i + 1)..];
            Assert.IsNotType<TicketVerdict.Genuine>(_ring.Verify(changed));
        }
    }

    [Fact]
    public void Verify_AnotherCodeWithThatSignature_IsForged()
    {
        var text = Current.Key.Sign(_code, Current.PrivateKey);
        var other = TicketCode.New();

        Assert.Equal(
            new TicketVerdict.Forged(other), _ring.Verify(text.Replace(_code, other, StringComparison.Ordinal)));
    }

    [Fact]
    public void Verify_SignedByAStrangerInOurName_IsForged()
    {
        var (stranger, privateKey) = TicketKey.New();

        Assert.Equal(
            new TicketVerdict.Forged(_code), _ring.Verify((stranger with { Id = Current.Key.Id }).Sign(_code, privateKey)));
    }

    [Fact]
    public void Verify_KeyThatWasTakenAway_IsUnknown() => Assert.Equal(
        new TicketVerdict.UnknownKey(Old.Key.Id),
        new TicketKeyRing([Current.Key]).Verify(Old.Key.Sign(_code, Old.PrivateKey)));

    [Fact]
    public void Verify_WhatIsNoTicket_IsMalformed()
    {
        var text = Current.Key.Sign(_code, Current.PrivateKey);
        string?[] others =
        [
            null, "", _code, "https://example.org", text[1..], text + "0", "D2" + text[2..], text.Replace('0', 'O') + "U",
            text[..^1] + "U",
            // The last character carries two bits; the other three are zero in what we write.
            text[..^1] + "1",
        ];

        Assert.All(others, other => Assert.IsType<TicketVerdict.Malformed>(_ring.Verify(other)));
    }
}
