using Dibs.Web.Customers;
using Microsoft.AspNetCore.Components;

namespace Dibs.Web.Components;

/// <summary>The pages. The root of the circuit, so it is here that a circuit learns who its customer is.</summary>
public sealed partial class Routes
{
    /// <summary>The customer's key; Blazor protects the parameters of root components on their way through the browser.</summary>
    [Parameter, EditorRequired] public Guid CustomerKey { get; set; }

    [Inject] private CustomerContext Customer { get; set; } = null!;

    protected override void OnInitialized() => Customer.Set(CustomerKey);
}
