using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Caching.Memory;

namespace Dibs.Web.Components.Shared;

/// <summary>
/// Hands what a page has read while it was prerendered to the circuit that takes it over a moment later, so that it
/// neither reads twice nor flickers. Only a ticket number travels through the browser; the data stays in this
/// instance's memory for some seconds. A circuit on another instance finds nothing and reads.
/// </summary>
internal sealed class PrerenderHandoff(PersistentComponentState state, IMemoryCache memory) : IDisposable
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(20);

    private readonly List<PersistingComponentStateSubscription> _subscriptions = [];

    /// <summary>What the prerendered page left for this one; null where there is nothing.</summary>
    public T? Take<T>(string name) where T : class
    {
        if (!state.TryTakeFromJson<string>(name, out var ticket) || ticket is null) return null;
        var kept = memory.Get(ticket) as T;
        memory.Remove(ticket);
        return kept;
    }

    /// <summary>Leaves what <paramref name="read"/> says at the end of prerendering.</summary>
    public void Keep(string name, Func<object?> read) => _subscriptions.Add(state.RegisterOnPersisting(
        () =>
        {
            if (read() is not { } value) return Task.CompletedTask;
            var ticket = Guid.NewGuid().ToString("N");
            memory.Set(ticket, value, KeptFor);
            state.PersistAsJson(name, ticket);
            return Task.CompletedTask;
        },
        RenderMode.InteractiveServer));

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }
}
