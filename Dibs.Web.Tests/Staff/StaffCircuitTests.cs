using Dibs.Domain.Staff;
using Dibs.Web.Staff;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dibs.Web.Tests.Staff;

public sealed class StaffCircuitTests : IDisposable
{
    private readonly FakeSignIn _accounts = new();
    private readonly StaffCircuit _circuit;

    public StaffCircuitTests() => _circuit = new StaffCircuit(NullLoggerFactory.Instance, _accounts);

    [Fact]
    public async Task Circuit_OfSomebodyLockedOut_IsNotGoodAnyMore()
    {
        var user = StaffClaims.PrincipalOf(FakeSignIn.SessionOf(StaffRoles.Usher));
        Assert.True(await _circuit.IsStillGoodAsync(user, default));
        _accounts.Ended.Add(StaffRoles.Usher);
        Assert.False(await _circuit.IsStillGoodAsync(user, default));
    }

    [Fact]
    public async Task Context_InACircuit_KnowsWhoseItIsAndNotTheRequests()
    {
        var request = new DefaultHttpContext { User = StaffClaims.PrincipalOf(FakeSignIn.SessionOf(StaffRoles.Manager)) };
        var context = new StaffContext(_circuit, new HttpContextAccessor { HttpContext = request });
        Assert.Equal(StaffRoles.Manager, (await context.FindAsync())!.Name);

        _circuit.SetAuthenticationState(Task.FromResult(
            new AuthenticationState(StaffClaims.PrincipalOf(FakeSignIn.SessionOf(StaffRoles.Usher)))));
        Assert.Equal(StaffRoles.Usher, (await context.FindAsync())!.Name);

        // Somebody who has something to do first is nobody yet.
        _circuit.SetAuthenticationState(Task.FromResult(
            new AuthenticationState(StaffClaims.PrincipalOf(FakeSignIn.SessionOf(nameof(StaffTodo.NewPassword))))));
        Assert.Null(await context.FindAsync());
    }

    public void Dispose() => ((IDisposable)_circuit).Dispose();
}
