using Dibs.Domain.Protocols.Saga;
using Dibs.Infrastructure.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dibs.Infrastructure.Tests.Saga;

/// <summary>
/// Stands between the saga and the broker: sends each message several times, mixed with others, late, or never. What it
/// sends goes through the real broker.
/// </summary>
internal sealed class ChaosMessenger(SagaMessenger inner, ChaosOptions options) : ISagaMessenger
{
    private readonly Lock _lock = new();
    private readonly List<Func<Task>> _kept = [];
    private readonly Random _random = new(11);

    public bool IsUp => inner.IsUp;

    public string Inbox => inner.Inbox;

    /// <summary>How many messages were given to the broker.</summary>
    public int Sent { get; private set; }

    public static void Use(IServiceCollection services, ChaosOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<SagaMessenger>();
        services.AddSingleton<ChaosMessenger>();
        services.Replace(ServiceDescriptor.Singleton<ISagaMessenger>(provider => provider.GetRequiredService<ChaosMessenger>()));
    }

    public Task SendAsync(SagaCommand command, CancellationToken cancellationToken) =>
        SendAsync(command.Booking.BookingId, () => inner.SendAsync(command, CancellationToken.None));

    public Task SendAsync(SagaReply reply, CancellationToken cancellationToken) =>
        SendAsync(reply.BookingId, () => inner.SendAsync(reply, CancellationToken.None));

    public Task TellAsync(SagaEnd end, string inbox, CancellationToken cancellationToken) =>
        inner.TellAsync(end, inbox, cancellationToken);

    /// <summary>Sends what is still kept. What the broker does not take is lost, as messages are.</summary>
    public async Task FlushAsync()
    {
        List<Func<Task>> rest;
        lock (_lock)
        {
            rest = [.. _kept];
            _kept.Clear();
            Sent += rest.Count;
        }

        foreach (var send in rest)
        {
            try
            {
                await send();
            }
            catch (NotSentException)
            {
                lock (_lock) Sent--;
            }
        }
    }

    /// <summary>
    /// The message is put into a bag, as often as it is to come; as many as that are drawn out of the bag, whichever they are.
    /// </summary>
    private async Task SendAsync(Guid bookingId, Func<Task> send)
    {
        var drawn = new List<Func<Task>>();
        lock (_lock)
        {
            if (_random.NextDouble() < options.LossRate) return;
            for (var i = 0; i < options.Copies; i++) _kept.Add(send);
            // A few stay in the bag, to come much later.
            while (_kept.Count > options.Late)
            {
                var at = _random.Next(_kept.Count);
                drawn.Add(_kept[at]);
                _kept.RemoveAt(at);
            }

            Sent += drawn.Count;
        }

        Assert.NotEqual(Guid.Empty, bookingId);
        await Task.WhenAll(drawn.Select(one => one()));
    }
}

/// <param name="Copies">How often each message comes.</param>
/// <param name="Late">How many messages are on their way at any time, in any order.</param>
/// <param name="LossRate">Share of messages that never come.</param>
internal sealed record ChaosOptions(int Copies, int Late, double LossRate = 0);
