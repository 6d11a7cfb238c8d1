using Microsoft.Extensions.Options;
using MimeKit;

namespace Dibs.Infrastructure.Mail;

/// <summary>
/// Mails as files in a folder. A mail that is sent twice has the same name, so it is there once; and it is there whole or not
/// at all.
/// </summary>
internal sealed class PickupFolder(IOptions<MailOptions> options) : IMailRoute
{
    // Lines of a mail end in the same way on every system (RFC 5322).
    private static readonly FormatOptions Format = FormatWithCrLf();

    public Task<IMailConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Value.Pickup!);
        return Task.FromResult<IMailConnection>(new Open(options.Value.Pickup!));
    }

    private static FormatOptions FormatWithCrLf()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }

    private sealed class Open(string folder) : IMailConnection
    {
        public async Task SendAsync(MimeMessage mail, CancellationToken cancellationToken)
        {
            var path = Path.Combine(folder, mail.MessageId!.Split('@')[0] + ".eml");
            var begun = $"{path}.{Guid.NewGuid():N}.tmp";
            await using (var file = new FileStream(begun, FileMode.CreateNew))
            {
                await mail.WriteToAsync(Format, file, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(begun, path, overwrite: true);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
