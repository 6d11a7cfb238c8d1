using System.Net;
using System.Text;
using System.Text.Json;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Tests.Faults;

namespace Dibs.Infrastructure.Tests.Tickets;

/// <summary>Tickets as a running instance hands them out.</summary>
[Collection(FaultTests.Name)]
[Trait("Category", "Faults")]
public sealed class TicketsApiTests(FaultCluster cluster) : IDisposable
{
    private static readonly byte[] PngSignature = [0x89, (byte)'P', (byte)'N', (byte)'G'];

    // Somebody without the customer's cookie.
    private readonly HttpClient _stranger = new(new SocketsHttpHandler { UseCookies = false });

    public void Dispose() => _stranger.Dispose();

    [Fact]
    public async Task Ticket_ByItsCode_IsAPdfAPictureAndAnEvent()
    {
        var (_, code) = await BookAsync();

        using var pdf = await GetAsync($"/api/tickets/{code}.pdf", HttpStatusCode.OK, "application/pdf");
        var signed = SignedTicket.Read(Assert.Single(PdfCodes.In(await pdf.Content.ReadAsByteArrayAsync())))!;
        Assert.Equal(code, signed.Code);
        Assert.Equal(1, await cluster.B.QueryAsync<long>("bookings", "select count(*) from ticket_keys where id = $1", signed.KeyId));
        using var picture = await GetAsync($"/api/tickets/{code}.png", HttpStatusCode.OK, "image/png");
        Assert.Equal(PngSignature, (await picture.Content.ReadAsByteArrayAsync())[..4]);
        using var calendar = await GetAsync($"/api/tickets/{code}.ics", HttpStatusCode.OK, "text/calendar");
        var text = Encoding.UTF8.GetString(await calendar.Content.ReadAsByteArrayAsync());
        Assert.StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ticket_OfAPolishBooking_IsPolishWhoeverAsks()
    {
        var (reference, code) = await BookAsync();
        await cluster.B.QueryAsync<string>("bookings", "update bookings set language = 'pl' where reference = $1 returning language", reference);
        using var calendar = await GetAsync($"/api/tickets/{code}.ics", HttpStatusCode.OK, "text/calendar");
        var text = Encoding.UTF8.GetString(await calendar.Content.ReadAsByteArrayAsync());
        Assert.Contains("DESCRIPTION:Rząd ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllTickets_OfABooking_AreForThoseWhoMayLookAtIt()
    {
        var (reference, code) = await BookAsync();

        using var pdf = await GetAsync(
            $"/api/bookings/{reference}/tickets.pdf?email=test@example.org", HttpStatusCode.OK, "application/pdf");
        Assert.Equal(code, SignedTicket.Read(Assert.Single(PdfCodes.In(await pdf.Content.ReadAsByteArrayAsync())))!.Code);
        await NotFoundAsync($"/api/bookings/{reference}/tickets.pdf");
        await NotFoundAsync($"/api/bookings/{reference}/tickets.pdf?email=eve@example.org");
        await NotFoundAsync("/api/bookings/AAAA-AAAA-AAAA/tickets.pdf?email=test@example.org");
    }

    [Theory]
    [InlineData("pdf")]
    [InlineData("png")]
    [InlineData("ics")]
    public async Task Ticket_VoidOrUnknown_IsNotFound(string kind)
    {
        var (_, code) = await BookAsync();
        await cluster.T.QueryAsync<string>("tickets", "update tickets set state = 'void' where code = $1 returning code", code);

        await NotFoundAsync($"/api/tickets/{code}.{kind}");
        await NotFoundAsync($"/api/tickets/{TicketCode.New()}.{kind}");
        await NotFoundAsync($"/api/tickets/{code[..^1]}.{kind}");
        await cluster.T.QueryAsync<string>("tickets", "update tickets set state = 'issued' where code = $1 returning code", code);
    }

    private async Task<(string Reference, string Code)> BookAsync()
    {
        var answer = await cluster.BookAsync(cluster.Survivor, Guid.NewGuid().ToString(), cluster.NextSeat());
        Assert.True(answer.IsConfirmed);
        return (
            answer.Body.GetProperty("reference").GetString()!,
            answer.Body.GetProperty("tickets")[0].GetProperty("code").GetString()!);
    }

    private async Task NotFoundAsync(string path)
    {
        using var answer = await GetAsync(path, HttpStatusCode.NotFound, "application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.Equal("not_found", problem.GetProperty("code").GetString());
    }

    private async Task<HttpResponseMessage> GetAsync(string path, HttpStatusCode status, string type)
    {
        var answer = await _stranger.GetAsync(new Uri($"http://127.0.0.1:{cluster.Survivor.Port}{path}"));
        Assert.Equal((status, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return answer;
    }
}
