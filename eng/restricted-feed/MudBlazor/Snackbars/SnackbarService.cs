using Microsoft.AspNetCore.Components;

namespace MudBlazor;

/// <summary>Keeps the messages of one user; the provider draws them.</summary>
public class SnackbarService : ISnackbar
{
    private readonly Lock _lock = new();
    private readonly List<Snackbar> _snackbars = [];

    public SnackbarService(SnackbarConfiguration configuration) => Configuration = configuration;

    public event Action? OnSnackbarsUpdated;

    public SnackbarConfiguration Configuration { get; }

    public IEnumerable<Snackbar> ShownSnackbars
    {
        get
        {
            lock (_lock) return [.. _snackbars.Take(Configuration.MaxDisplayedSnackbars)];
        }
    }

    public Snackbar? Add(string message, Severity severity, Action<SnackbarOptions>? configure, string? key) =>
        Show(builder => builder.AddContent(0, message), severity, configure, key ?? message);

    public Snackbar? Add(MarkupString message, Severity severity, Action<SnackbarOptions>? configure, string? key) =>
        Show(builder => builder.AddContent(0, message), severity, configure, key ?? message.Value);

    public Snackbar? Add(RenderFragment message, Severity severity, Action<SnackbarOptions>? configure, string? key) =>
        Show(message, severity, configure, key ?? "");

    public void Clear()
    {
        Snackbar[] gone;
        lock (_lock)
        {
            gone = [.. _snackbars];
            _snackbars.Clear();
        }

        foreach (var snackbar in gone) snackbar.Dispose();
        OnSnackbarsUpdated?.Invoke();
    }

    public void Remove(Snackbar snackbar)
    {
        ArgumentNullException.ThrowIfNull(snackbar);
        bool removed;
        lock (_lock) removed = _snackbars.Remove(snackbar);
        if (!removed) return;
        snackbar.Dispose();
        OnSnackbarsUpdated?.Invoke();
    }

    public void RemoveByKey(string key)
    {
        Snackbar[] found;
        lock (_lock) found = [.. _snackbars.Where(snackbar => snackbar.Key == key)];
        foreach (var snackbar in found) Remove(snackbar);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        lock (_lock)
        {
            foreach (var snackbar in _snackbars) snackbar.Dispose();
            _snackbars.Clear();
        }
    }

    private Snackbar? Show(RenderFragment content, Severity severity, Action<SnackbarOptions>? configure, string key)
    {
        var options = new SnackbarOptions(severity, Configuration);
        configure?.Invoke(options);
        var prevent = options.DuplicatesBehavior switch
        {
            SnackbarDuplicatesBehavior.Allow => false,
            SnackbarDuplicatesBehavior.Prevent => true,
            _ => Configuration.PreventDuplicates,
        };
        var snackbar = new Snackbar(this, content, key, options);
        lock (_lock)
        {
            if (prevent && key.Length > 0 && _snackbars.Exists(shown => shown.Key == key)) return null;
            _snackbars.Add(snackbar);
        }

        OnSnackbarsUpdated?.Invoke();
        return snackbar;
    }
}
