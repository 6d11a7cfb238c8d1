using System.Buffers;
using System.Text;
using Dibs.Experiments.Circuits;

namespace Dibs.Infrastructure.Tests.Circuits;

/// <summary>Bytes as the specification has them.</summary>
public sealed class MessagePackTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7f")]
    [InlineData(-1, "ff")]
    [InlineData(-32, "e0")]
    [InlineData(-33, "d0df")]
    [InlineData(128, "d10080")]
    [InlineData(-129, "d1ff7f")]
    [InlineData(32768, "d200008000")]
    [InlineData(2147483648, "d30000000080000000")]
    public void Integer_WrittenAndRead_IsInItsShortestSignedForm(long value, string bytes)
    {
        Assert.Equal(bytes, Written(output => output.WriteInteger(value)));
        Assert.Equal(value, new MessagePackReader(Convert.FromHexString(bytes)).ReadInteger());
    }

    [Theory]
    [InlineData("ccff", 255)]
    [InlineData("cdffff", 65535)]
    [InlineData("ceffffffff", 4294967295)]
    [InlineData("cf0000000100000000", 4294967296)]
    public void Integer_WithoutSign_IsRead(string bytes, long value) =>
        Assert.Equal(value, new MessagePackReader(Convert.FromHexString(bytes)).ReadInteger());

    [Theory]
    [InlineData("", "a0")]
    [InlineData("Zażółć", "aa5a61c5bcc3b3c582c487")]
    public void Text_Short_HasItsLengthInTheFirstByte(string text, string bytes)
    {
        Assert.Equal(bytes, Written(output => output.WriteText(text)));
        Assert.Equal(text, Encoding.UTF8.GetString(new MessagePackReader(Convert.FromHexString(bytes)).ReadBytes()));
    }

    [Theory]
    [InlineData(31, "bf")]
    [InlineData(32, "d920")]
    [InlineData(255, "d9ff")]
    [InlineData(256, "da0100")]
    [InlineData(65535, "daffff")]
    [InlineData(65536, "db00010000")]
    public void Text_OfAnyLength_IsReadAsItWasWritten(int length, string header)
    {
        var written = Written(output => output.WriteText(new string('a', length)));
        Assert.StartsWith(header, written, StringComparison.Ordinal);
        Assert.Equal(length, new MessagePackReader(Convert.FromHexString(written)).ReadBytes().Length);
    }

    [Fact]
    public void Call_AsItIsSent_HasTheBytesOfBlazorsScript()
    {
        // What @microsoft/signalr-protocol-msgpack makes of [1, {}, null, "OnRenderCompleted", [2, null], []].
        var call = Written(output =>
        {
            output.WriteArrayHeader(6);
            output.WriteInteger(1);
            output.WriteMapHeader(0);
            output.WriteText(null);
            output.WriteText("OnRenderCompleted");
            output.WriteArrayHeader(2);
            output.WriteInteger(2);
            output.WriteNil();
            output.WriteArrayHeader(0);
        });
        Assert.Equal("960180c0b14f6e52656e646572436f6d706c657465649202c090", call);
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("c3")]
    [InlineData("ca3f800000")]
    [InlineData("cb3ff0000000000000")]
    [InlineData("c403010203")]
    [InlineData("92a161920102")]
    [InlineData("82a16101a16292c0c2")]
    [InlineData("dc000201ff")]
    [InlineData("de0001a16105")]
    public void Skip_OneValueOfAnyKind_StopsBehindIt(string value)
    {
        var reader = new MessagePackReader(Convert.FromHexString(value + "2a"));
        reader.Skip();
        Assert.Equal(42, reader.ReadInteger());
    }

    [Theory]
    [InlineData("a5")]
    [InlineData("cd01")]
    [InlineData("c7")]
    public void Read_WhatIsCutOffOrUnknown_IsRefused(string bytes) => Assert.Throws<InvalidDataException>(() =>
    {
        var reader = new MessagePackReader(Convert.FromHexString(bytes));
        reader.Skip();
    });

    private static string Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Convert.ToHexStringLower(output.WrittenSpan);
    }
}
