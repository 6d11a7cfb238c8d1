using System.Text;
using System.Text.Json;
using Dibs.Infrastructure.Broker;
using Dibs.Infrastructure.Participants.Seats;
using Dibs.Infrastructure.Saga;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;

namespace Dibs.Infrastructure.Repairs;

/// <summary>
/// Takes parked messages over into the bookings database. To look at them in the queue would mean to take and return them each time,
/// and newer brokers drop what was returned twenty times.
/// </summary>
internal sealed partial class ParkedSubscription(
    SagaQueues queues, IDbContextFactory<BookingsContext> contexts, TimeProvider clock, ILogger<ParkedSubscription> logger) : ISubscription
{
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(2);

    public ushort Concurrency => 1;

    public Task<string> DeclareAsync(IChannel channel, CancellationToken cancellationToken) => Task.FromResult(queues.Parked);

    public async Task HandleAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        // It stays the broker's until the database has it. Should the answer to the commit get lost it is there twice, which harms nobody.
        while (!await TrySaveAsync(delivery, cancellationToken)) await Task.Delay(TryAgain, clock, cancellationToken);
    }

    private async Task<bool> TrySaveAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await contexts.CreateDbContextAsync(cancellationToken);
            database.Add(new ParkedMessage
            {
                Queue = Cut(TextOf(delivery, "x-first-death-queue") ?? "(not said)", 100),
                Why = Cut(TextOf(delivery, "x-first-death-reason") ?? "(not said)", 40),
                Type = delivery.Type is { } type ? Cut(type, 60) : null,
                BookingId = BookingIn(delivery.Body),
                Length = delivery.Body.Length,
                Body = delivery.Body[..Math.Min(delivery.Body.Length, ParkedMessage.MaxBody)],
            });
            await database.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException or DbUpdateException { InnerException: NpgsqlException })
        {
            NotSaved(logger, exception.Message);
            return false;
        }
    }

    /// <summary>Texts in headers come as bytes.</summary>
    private static string? TextOf(Delivery delivery, string header) => delivery.Headers?.TryGetValue(header, out var value) == true
        ? value switch { byte[] bytes => Encoding.UTF8.GetString(bytes), string text => text, _ => null }
        : null;

    /// <summary>PostgreSQL keeps no zeros in texts, and a stranger may send any.</summary>
    private static string Cut(string text, int length) =>
        (text.Length <= length ? text : text[..length]).Replace('\0', '?');

    /// <summary>A command has its booking inside, a reply beside.</summary>
    private static Guid? BookingIn(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return null;
            if (root.TryGetProperty("Booking", out var booking) && booking.ValueKind == JsonValueKind.Object) root = booking;
            return root.TryGetProperty("BookingId", out var id) && id.ValueKind == JsonValueKind.String && id.TryGetGuid(out var found)
                ? found : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A parked message could not be taken over into the database yet: {Error}")]
    private static partial void NotSaved(ILogger logger, string error);
}
