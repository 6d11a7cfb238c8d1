using Dibs.Infrastructure.Tests.Tickets;
using Microsoft.Playwright;

namespace Dibs.Web.Tests.Browser.Journeys;

/// <summary>Reads the QR code out of a picture, whose pixels only a browser can unpack.</summary>
internal static class TicketPicture
{
    private const int Quiet = 4;

    /// <summary>Draws it and looks at the middle of each module.</summary>
    private const string Modules =
        """
        async ([picture, size]) => {
          const image = await createImageBitmap(await (await fetch('data:image/png;base64,' + picture)).blob());
          const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
          canvas.drawImage(image, 0, 0);
          const module = image.width / size;
          let dark = '';
          for (let y = 0; y < size; y++)
            for (let x = 0; x < size; x++)
              dark += canvas.getImageData((x + .5) * module, (y + .5) * module, 1, 1).data[0] < 128 ? 1 : 0;
          return dark;
        }
        """;

    public static async Task<string> ReadAsync(IPage page, byte[] png)
    {
        const int Side = QrReader.Size + (2 * Quiet);
        var seen = await page.EvaluateAsync<string>(Modules, new object[] { Convert.ToBase64String(png), Side });
        var dark = new bool[QrReader.Size, QrReader.Size];
        for (var y = 0; y < QrReader.Size; y++)
        {
            for (var x = 0; x < QrReader.Size; x++) dark[y, x] = seen[((y + Quiet) * Side) + x + Quiet] == '1';
        }

        return QrReader.Read(dark);
    }
}
