using System.Text.Json;
using System.Text.Json.Serialization;
using Dibs.Domain.Bookings;

namespace Dibs.Infrastructure.Bookings;

/// <summary>A booking's request as a pending booking keeps it, so that any instance can go on with it.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(BookingRequest))]
internal sealed partial class BookingRequestJson : JsonSerializerContext
{
    public static string Write(BookingRequest booking) => JsonSerializer.Serialize(booking, Default.BookingRequest);

    /// <exception cref="JsonException">That is no booking's request.</exception>
    public static BookingRequest Read(string json) =>
        JsonSerializer.Deserialize(json, Default.BookingRequest) ?? throw new JsonException("A booking's request is null.");
}
