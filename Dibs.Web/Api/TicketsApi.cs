using System.Net.Mime;
using System.Text;
using Dibs.Domain.Tickets;
using Dibs.Infrastructure.Tickets;

namespace Dibs.Web.Api;

/// <summary>
/// <c>/api/tickets</c>: the ticket to print, as a picture, for the calendar. Whoever has the code has the ticket, as with paper.
/// </summary>
internal static class TicketsApi
{
    public static void MapTickets(this IEndpointRouteBuilder api)
    {
        api.MapGet("/tickets/{code}.pdf", PdfAsync)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Application.Pdf)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The ticket to print.");
        api.MapGet("/tickets/{code}.png", PictureAsync)
            .Produces(StatusCodes.Status200OK, contentType: MediaTypeNames.Image.Png)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The ticket's QR code.");
        api.MapGet("/tickets/{code}.ics", CalendarAsync)
            .Produces(StatusCodes.Status200OK, contentType: "text/calendar")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The screening as an event for a calendar.");
    }

    private static async Task<IResult> PdfAsync(string code, TicketPapers papers, CancellationToken cancellationToken) =>
        await papers.FindAsync(code, cancellationToken) is { } paper
            ? Results.File(TicketPdf.Write([paper]), MediaTypeNames.Application.Pdf, $"ticket-{paper.Seat}.pdf")
            : Problems.NotFound("ticket");

    private static async Task<IResult> PictureAsync(string code, TicketPapers papers, CancellationToken cancellationToken) =>
        await papers.FindAsync(code, cancellationToken) is { } paper
            ? Results.Bytes(TicketQr.Png(paper.Content), MediaTypeNames.Image.Png)
            : Problems.NotFound("ticket");

    private static async Task<IResult> CalendarAsync(
        string code, TicketPapers papers, TimeProvider clock, CancellationToken cancellationToken) =>
        await papers.FindAsync(code, cancellationToken) is { } paper
            ? Results.File(
                Encoding.UTF8.GetBytes(TicketCalendar.Write([paper], clock.GetUtcNow())), "text/calendar; charset=utf-8",
                $"ticket-{paper.Seat}.ics")
            : Problems.NotFound("ticket");
}
