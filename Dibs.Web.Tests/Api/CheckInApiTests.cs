using System.Text.Json;
using Dibs.Domain.Door;
using Dibs.Domain.Pricing;
using Dibs.Web.Api;
using Dibs.Web.Tests.Fakes;

namespace Dibs.Web.Tests.Api;

public sealed class CheckInApiTests
{
    private static readonly Admitted In = new(Sample.Now, "2", Guid.NewGuid());

    private static readonly DoorTicket Ticket = new("0123456789ABCDEFGHJKMNPQRS", 7, "B3", TicketType.Child, false, In);

    [Theory]
    [InlineData("""{}""", "code", "door")]
    [InlineData("""{"code":" ","door":"1"}""", "code")]
    [InlineData("""{"code":"X","door":"12345678901234567890123456789012345678901"}""", "door")]
    [InlineData("""{"code":"X","door":"1\n2"}""", "door")]
    [InlineData("""{"code":"X","door":"1","scannedAt":"2026-11-26T12:00:00Z"}""", "scanId", "screeningId")]
    [InlineData("""{"code":"X","door":"1"}""")]
    public void Body_EveryFieldThatIsWrong_IsNamed(string json, params string[] fields)
    {
        var body = JsonSerializer.Deserialize<CheckInBody>(json, JsonBody.Options)!;
        Assert.Equal(fields, body.Errors().Keys);
    }

    [Fact]
    public void Body_CodeLongerThanAnyTicket_IsRefused() =>
        Assert.Equal(["code"], new CheckInBody(new string('X', Scans.MaxText + 1), "1", null, null, null).Errors().Keys);

    [Fact]
    public void Answer_SaysWhatTheDoorShows()
    {
        Assert.Equal(("ok", null, "B3", "2", Sample.Now), Parts(new CheckInResult.Ok(Ticket, Sample.Screening, In)));
        Assert.Equal(("used", null, "B3", "2", Sample.Now), Parts(new CheckInResult.Used(Ticket, Sample.Screening, In)));
        Assert.Equal(("wrong", "otherHall", "B3", null, null), Parts(new CheckInResult.Wrong(Ticket, Sample.Screening, WrongReason.OtherHall)));
        Assert.Equal(("unknown", "noSuchTicket", null, null, null), Parts(new CheckInResult.Unknown(UnknownReason.NoSuchTicket)));

        static (string, string?, string?, string?, DateTimeOffset?) Parts(CheckInResult result)
        {
            var answer = CheckInAnswer.Of(result);
            return (answer.Result, answer.Reason, answer.Seat, answer.Door, answer.At);
        }
    }

    [Fact]
    public void List_HasNoCodeThatOpensADoor()
    {
        var list = new DoorList(
            Sample.Screening, [Ticket], [], [new DoorConflict(Guid.NewGuid(), "B3", "1", Sample.Now, "Una", ConflictReason.Used, In)],
            Sample.Now, Sample.Now, Sample.Now);

        var json = JsonSerializer.Serialize(DoorListAnswer.Of(list), JsonBody.Options);

        Assert.DoesNotContain(Ticket.Code, json, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("f5f69e3261dbfad2110670e539999eab56d4b1f0ce2e613dca4fd2e1f70faf44", json, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"used\"", json, StringComparison.Ordinal);
    }
}
