using Dibs.Experiments.Planning;

namespace Dibs.Infrastructure.Tests.Planning;

public sealed class ConfigReaderTests
{
    public static TheoryData<string> Known => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(Known))]
    public void Read_Preset_IsValid(string name) => Assert.Equal(name, ConfigReader.Read(Presets.Find(name)!, name)
        .Name);

    [Fact]
    public void Read_ThesisPreset_IsTheExperimentOfTheThesis()
    {
        var config = ConfigReader.Read(Presets.Find("thesis")!, "thesis");

        Assert.Equal((25, 25, 1, 5), (config.Rows, config.SeatsInRow, config.SeatsMin, config.SeatsMax));
        Assert.Equal([1, 10, 50, 100], config.Clients);
        Assert.Equal([0.01], config.DeclineRate);
        Assert.Equal([0.01], config.TicketFailureRate);
        Assert.True(config.UntilFull);
    }

    [Theory]
    [InlineData("""{ "clients": [0] }""", "clients must be a whole number from 1 to 1000, not 0.")]
    [InlineData("""{ "clients": "many" }""", "clients must be a whole number from 1 to 1000, not \"many\".")]
    [InlineData("""{ "protocols": ["3pc"] }""", "protocols must be 2pc, 2pc-textbook, saga, not \"3pc\".")]
    [InlineData("""{ "client": 5 }""", "There is no key client. There are: ")]
    [InlineData("""{ "contention": "zipf" }""", "contention must be random, distinct, or zipf:S")]
    [InlineData("""{ "rates": ["-1x"] }""", "rates must be bookings a second")]
    [InlineData("""{ "loop": "open", "untilFull": true }""", "untilFull goes with loop closed")]
    [InlineData("""{ "seatsMin": 4, "seatsMax": 2 }""", "seatsMax must not be below seatsMin")]
    [InlineData("""{ "seconds": 5, "warmUpSeconds": 5 }""", "warmUpSeconds must be below seconds")]
    [InlineData("""{ "faults": [{ "name": "x", "do": [{ "part": "web9" }] }] }""", "faults[0].do[0].part must be web1, web2")]
    [InlineData("""{ "faults": [{ "name": "x", "do": [{ "part": "web3" }] }] }""", "there is no web3 with 2 instances")]
    [InlineData("""{ "faults": [{ "name": "x", "do": [{ "crashPoint": "nowhere" }] }] }""", "faults[0].do[0].crashPoint must be 2pc.before-begin")]
    [InlineData("""{ "name": "../up" }""", "name must be 1 to 40 letters")]
    [InlineData("[]", "the config must be an object.")]
    [InlineData("{", "This is not JSON")]
    public void Read_BadConfig_NamesTheKeyAndWhatIsAllowed(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<ConfigException>(() => ConfigReader.Read(json, "test")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_SeveralErrors_AreAllSaid()
    {
        var message = Assert.Throws<ConfigException>(() => ConfigReader.Read("""{ "repeat": 0, "seed": -1 }""", "test")).Message;

        Assert.Contains("repeat", message, StringComparison.Ordinal);
        Assert.Contains("seed", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_Options_TakeThePlaceOfKeys()
    {
        var text = ConfigOverrides.Apply(Presets.Find("thesis")!, new Dictionary<string,
            string>
        { ["repeat"] = "2", ["clients"] = "3,4", ["protocols"] = "saga" });
        var config = ConfigReader.Read(text, "thesis");

        Assert.Equal(2, config.Repeat);
        Assert.Equal([3, 4], config.Clients);
        Assert.Equal(["saga"], config.Protocols);
    }
}
