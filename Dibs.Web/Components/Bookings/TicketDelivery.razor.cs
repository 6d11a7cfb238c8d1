using Dibs.Domain.Bookings;
using Dibs.Domain.Mail;
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components.Bookings;

/// <summary>The tickets of a confirmed booking in other ways than on the screen: in one PDF, and by mail.</summary>
public sealed partial class TicketDelivery : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private const int LooksAtMost = 60;

    private readonly CancellationTokenSource _gone = new();
    private MailState? _mail;
    private string? _answer;
    private bool _asking;
    private bool _looking;

    /// <summary>A confirmed booking that may be seen.</summary>
    [Parameter, EditorRequired] public BookingDetails Booking { get; set; } = null!;

    /// <summary>Of the cinema; null where the screening is not in the programme any more.</summary>
    [Parameter, EditorRequired] public string? TimeZone { get; set; }

    /// <summary>Shows that the booking may be seen, where the customer's cookie does not.</summary>
    [Parameter] public string? Email { get; set; }

    [Inject] private IBookingMail Mail { get; set; } = null!;

    [Inject] private TimeProvider Clock { get; set; } = null!;

    private string PdfAddress => $"/api/bookings/{Booking.Reference}/tickets.pdf"
        + (Email is null ? "" : $"?email={Uri.EscapeDataString(Email)}");

    private bool IsMailed => Mail.IsOn && MailAddresses.CanBeReached(Booking.CustomerEmail);

    private bool IsOnItsWay => _mail is null or { IsWaiting: true, Attempts: 0 };

    private string State => (_answer, _mail) switch
    {
        ({ } answer, _) => answer,
        (_, { IsWaiting: true, Attempts: > 0 }) => Words["The mail to {0} could not be sent yet. We keep trying.", Booking.CustomerEmail],
        (_, { IsWaiting: false, SentAt: { } at }) =>
            Words["Sent to {0} on {1}.", Booking.CustomerEmail, Words.DayAndTime(at, TimeZone ?? "Etc/UTC")],
        (_, { IsWaiting: false }) => Words["Not sent to {0} yet.", Booking.CustomerEmail],
        _ => Words["On its way to {0}, too.", Booking.CustomerEmail],
    };

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _gone.Dispose();
    }

    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender && IsMailed) _ = FollowAsync();
    }

    private async Task SendAgainAsync()
    {
        _asking = true;
        try
        {
            _answer = await Mail.SendAgainAsync(Booking.Id, _gone.Token) switch
            {
                MailAgain.TooSoon soon => Words["It was sent to {0} a moment ago. Ask again in {1}.", Booking.CustomerEmail, Words.Span(soon.Wait)],
                MailAgain.NoBooking => Words["This booking does not count any more."],
                _ => null,
            };
            if (_answer is null) _mail = new MailState(_mail?.SentAt, IsWaiting: true, Attempts: 0);
            _ = FollowAsync();
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            _answer = Words["That did not work just now. Try again in a moment."];
        }
        finally
        {
            _asking = false;
        }
    }

    /// <summary>Until it is sent, or for a minute.</summary>
    private async Task FollowAsync()
    {
        if (_looking) return;
        _looking = true;
        try
        {
            using var timer = new PeriodicTimer(LookEvery, Clock);
            for (var looks = 0; looks < LooksAtMost; looks++)
            {
                await InvokeAsync(LookAsync);
                if (_mail is { IsWaiting: false }) return;
                if (!await timer.WaitForNextTickAsync(_gone.Token)) return;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The page was left.
        }
        catch (Exception exception)
        {
            await DispatchExceptionAsync(exception);
        }
        finally
        {
            _looking = false;
        }
    }

    private async Task LookAsync()
    {
        try
        {
            _mail = await Mail.FindAsync(Booking.Id, _gone.Token);
            StateHasChanged();
        }
        catch (Exception exception) when (Outage.Is(exception))
        {
            // The next look will tell.
        }
    }
}
