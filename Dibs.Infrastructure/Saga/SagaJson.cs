using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Broker;

namespace Dibs.Infrastructure.Saga;

/// <summary>The saga's messages as JSON.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SagaCommand))]
[JsonSerializable(typeof(SagaReply))]
[JsonSerializable(typeof(SagaEnd))]
internal sealed partial class SagaJson : JsonSerializerContext
{
    public const string Command = "saga-command";
    public const string Reply = "saga-reply";
    public const string End = "saga-end";

    /// <summary>A command is some 700 bytes. More than this is not one, whatever its type says.</summary>
    private const int MaxLength = 64 * 1024;

    public static byte[] Write(SagaCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, Default.SagaCommand);

    public static byte[] Write(SagaReply reply) => JsonSerializer.SerializeToUtf8Bytes(reply, Default.SagaReply);

    public static byte[] Write(SagaEnd end) => JsonSerializer.SerializeToUtf8Bytes(end, Default.SagaEnd);

    /// <exception cref="UnreadableMessageException">It is of another type, too long, or not such a message.</exception>
    public static T Read<T>(Delivery delivery, string type, JsonTypeInfo<T> form)
    {
        if (delivery.Type != type)
            throw new UnreadableMessageException($"its type is '{delivery.Type ?? "(none)"}', not '{type}'");
        if (delivery.Body.Length > MaxLength)
            throw new UnreadableMessageException($"it has {delivery.Body.Length} bytes, more than {MaxLength}");
        try
        {
            return JsonSerializer.Deserialize(delivery.Body, form) ?? throw new UnreadableMessageException("it is null");
        }
        catch (JsonException exception)
        {
            throw new UnreadableMessageException($"it is no {type}: {exception.Message}", exception);
        }
    }
}
