using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Features;

namespace Dibs.Web.Circuits;

/// <summary>
/// Circuits are compressed, but not a message that fits into one packet as it is: it would be one packet all the same. While a hall
/// sells fast nearly all messages are such, and to compress them was a ninth of an instance's work.
/// </summary>
internal static class SmallMessages
{
    /// <summary>What a packet on the internet carries, less what TLS and the frame put around it, in bytes.</summary>
    private const int OnePacket = 1_350;

    /// <summary>To be called before the circuits' endpoint, which takes the feature that it finds.</summary>
    public static IApplicationBuilder UseSmallMessages(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal), circuits =>
        {
            circuits.UseWebSockets();
            circuits.Use((context, next) =>
            {
                if (context.Features.Get<IHttpWebSocketFeature>() is { } sockets)
                    context.Features.Set<IHttpWebSocketFeature>(new Feature(sockets));
                return next(context);
            });
        });

    private sealed class Feature(IHttpWebSocketFeature inner) : IHttpWebSocketFeature
    {
        public bool IsWebSocketRequest => inner.IsWebSocketRequest;

        public async Task<WebSocket> AcceptAsync(WebSocketAcceptContext context) => new Socket(await inner.AcceptAsync(context));
    }

    private sealed class Socket(WebSocket inner) : WebSocket
    {
        /// <summary>True between the parts of a message: all of them are compressed, or none.</summary>
        private bool _within;

        public override WebSocketCloseStatus? CloseStatus => inner.CloseStatus;

        public override string? CloseStatusDescription => inner.CloseStatusDescription;

        public override WebSocketState State => inner.State;

        public override string? SubProtocol => inner.SubProtocol;

        public override ValueTask SendAsync(
            ReadOnlyMemory<byte> buffer, WebSocketMessageType type, WebSocketMessageFlags flags, CancellationToken cancellationToken)
        {
            var isWhole = !_within && flags.HasFlag(WebSocketMessageFlags.EndOfMessage);
            _within = !flags.HasFlag(WebSocketMessageFlags.EndOfMessage);
            if (isWhole && buffer.Length <= OnePacket) flags |= WebSocketMessageFlags.DisableCompression;
            return inner.SendAsync(buffer, type, flags, cancellationToken);
        }

        public override ValueTask SendAsync(
            ReadOnlyMemory<byte> buffer, WebSocketMessageType type, bool endOfMessage, CancellationToken cancellationToken) =>
            SendAsync(buffer, type, endOfMessage ? WebSocketMessageFlags.EndOfMessage : WebSocketMessageFlags.None, cancellationToken);

        public override Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType type, bool endOfMessage, CancellationToken cancellationToken) =>
            SendAsync((ReadOnlyMemory<byte>)buffer, type, endOfMessage, cancellationToken).AsTask();

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
            inner.ReceiveAsync(buffer, cancellationToken);

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
            inner.ReceiveAsync(buffer, cancellationToken);

        public override Task CloseAsync(WebSocketCloseStatus status, string? description, CancellationToken cancellationToken) =>
            inner.CloseAsync(status, description, cancellationToken);

        public override Task CloseOutputAsync(WebSocketCloseStatus status, string? description, CancellationToken cancellationToken) =>
            inner.CloseOutputAsync(status, description, cancellationToken);

        public override void Abort() => inner.Abort();

        public override void Dispose() => inner.Dispose();
    }
}
