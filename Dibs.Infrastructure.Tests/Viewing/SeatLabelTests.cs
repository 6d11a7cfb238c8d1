using System.Text;
using Dibs.Experiments.Viewing;

namespace Dibs.Infrastructure.Tests.Viewing;

public sealed class SeatLabelTests
{
    [Theory]
    [InlineData("Row C, seat 7, premium, 38.00 PLN, free", "C7", "free")]
    [InlineData("Row AB, seat 12, standard, held by somebody else", "AB12", "held")]
    [InlineData("Row Z, seat 1, wheelchair place, standard, 29.50 PLN, sold", "Z1", "booked")]
    [InlineData("Row A, seat 25, love seat, 45.00 GBP, not for sale", "A25", "blocked")]
    public void Label_OfASeat_IsTheSameAsInTheApi(string label, string seat, string state) =>
        Assert.Equal((SeatLabel.KeyOf(seat), SeatLabel.LookOf(state)), SeatLabel.Read(Encoding.UTF8.GetBytes(label)));

    [Theory]
    [InlineData("Row C")]
    [InlineData("Let seat C7 go")]
    [InlineData("")]
    public void Label_OfSomethingElse_IsNoSeat(string label) => Assert.Null(SeatLabel.Read(Encoding.UTF8.GetBytes(label)));

    [Fact]
    public void Keys_OfAllSeatsThatAPlanCanHave_AreDifferent()
    {
        var rows = Enumerable.Range(0, 26).Select(row => $"{(char)('A' + row)}").ToList();
        rows.AddRange(rows.SelectMany(first => rows[..26].Select(second => first + second)).ToList());
        var keys = rows.SelectMany(row => Enumerable.Range(1, 80).Select(number => SeatLabel.KeyOf($"{row}{number}"))).ToList();
        Assert.Equal(keys.Count, keys.Distinct().Count());
    }
}
