using Dibs.Domain.Tickets;
using QRCoder;

namespace Dibs.Web.Api;

/// <summary><c>/api/tickets</c>: the ticket as a picture. Whoever has the code has the ticket, as with paper.</summary>
internal static class TicketsApi
{
    public static void MapTickets(this IEndpointRouteBuilder api) =>
        api.MapGet("/tickets/{code}.png", PictureAsync)
            .Produces(StatusCodes.Status200OK, contentType: "image/png")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The ticket's QR code.");

    private static async Task<IResult> PictureAsync(string code, ITickets tickets, CancellationToken cancellationToken)
    {
        if (await tickets.FindAsync(code, cancellationToken) is not { IsVoid: false } ticket)
            return Problems.NotFound("ticket");
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(ticket.Code, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        return Results.Bytes(picture.GetGraphic(pixelsPerModule: 12), "image/png");
    }
}
