using System.Text.Json;
using System.Text.Json.Serialization;
using Dibs.Domain.Screenings;
using Dibs.Infrastructure.Broker;

namespace Dibs.Infrastructure.Live;

/// <summary>What one instance tells all others about seats.</summary>
/// <param name="From">The sender's own queue: it does not listen to itself.</param>
/// <param name="Missed">True where the sender could not tell everything before: whoever looks reads all seats again.</param>
internal sealed record SeatNews(string From, bool Missed, IReadOnlyList<HallNews> Halls)
{
    public IReadOnlyList<SeatChange> Changes =>
    [
        .. Halls.SelectMany(hall => hall.Seats.Select(seat => new SeatChange(hall.Screening, seat.Id, seat.State, seat.Version))),
    ];

    public static SeatNews Of(string from, bool missed, IEnumerable<SeatChange> changes) => new(
        from, missed,
        [
            .. changes.GroupBy(change => change.ScreeningId).Select(hall => new HallNews(
                hall.Key, [.. hall.Select(change => new SeatLine(change.Seat, change.State, change.Version))])),
        ]);
}

internal sealed record HallNews(int Screening, IReadOnlyList<SeatLine> Seats);

internal sealed record SeatLine(string Id, SeatState State, long Version);

/// <summary>The news as JSON: <c>{"from":"…","halls":[{"screening":7,"seats":[{"id":"A1","state":1,"version":5}]}]}</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SeatNews))]
internal sealed partial class SeatNewsJson : JsonSerializerContext
{
    public const string Type = "seats";

    public static byte[] Write(SeatNews news) => JsonSerializer.SerializeToUtf8Bytes(news, Default.SeatNews);

    /// <exception cref="UnreadableMessageException">It is of another type, or no such message.</exception>
    public static SeatNews Read(Delivery delivery)
    {
        if (delivery.Type != Type)
            throw new UnreadableMessageException($"its type is '{delivery.Type ?? "(none)"}', not '{Type}'");
        try
        {
            var news = JsonSerializer.Deserialize(delivery.Body, Default.SeatNews);
            return news is { From: not null, Halls: not null } && news.Halls.All(IsWhole)
                ? news
                : throw new UnreadableMessageException("something is missing in it");
        }
        catch (JsonException exception)
        {
            throw new UnreadableMessageException($"it is no news of seats: {exception.Message}", exception);
        }
    }

    // JSON may leave out what the types promise.
    private static bool IsWhole(HallNews? hall) => hall?.Seats is { } seats && seats.All(seat => seat?.Id is not null);
}
