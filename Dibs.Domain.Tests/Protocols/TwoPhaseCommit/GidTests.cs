using Dibs.Domain.Protocols.TwoPhaseCommit;

namespace Dibs.Domain.Tests.Protocols.TwoPhaseCommit;

public sealed class GidTests
{
    [Fact]
    public void TryParse_OwnText_GivesItBack()
    {
        var gid = new Gid(Guid.NewGuid(), Guid.NewGuid(), 'p');

        Assert.True(Gid.TryParse(gid.ToString(), out var parsed));
        Assert.Equal(gid, parsed);
        Assert.StartsWith(Gid.PrefixOf(gid.Deployment), gid.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dibs")]
    [InlineData("dibs:a:b:p")]
    [InlineData("other:00000000000000000000000000000000:00000000000000000000000000000000:p")]
    [InlineData("dibs:00000000000000000000000000000000:00000000000000000000000000000000:x")]
    [InlineData("dibs:00000000000000000000000000000000:00000000000000000000000000000000:p'")]
    public void TryParse_AnythingElse_IsNotOurs(string text) => Assert.False(Gid.TryParse(text, out _));

    [Fact]
    public void New_UnknownBranch_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Gid(Guid.NewGuid(), Guid.NewGuid(), '\''));
}
