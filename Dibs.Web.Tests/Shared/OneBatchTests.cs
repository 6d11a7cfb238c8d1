// BL0006: RenderBatch may change in a later version, and this test with it.
#pragma warning disable BL0006
using Dibs.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dibs.Web.Tests.Shared;

/// <summary>bUnit does not tell how many batches there were; Blazor's own renderer does.</summary>
public sealed class OneBatchTests
{
    [Fact]
    public async Task Draw_TwoComponents_SendsOneBatchWithBoth()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var renderer = new CountingRenderer(services);
        var (batch, one, other) = (new OneBatch(), new Counter(), new Counter());
        await renderer.Dispatcher.InvokeAsync(() =>
        {
            renderer.Show(batch);
            renderer.Show(one);
            renderer.Show(other);
        });

        await renderer.Dispatcher.InvokeAsync(() =>
        {
            renderer.Batches = 0;
            batch.Draw(() =>
            {
                one.Refresh();
                other.Refresh();
            });
        });

        Assert.Equal((1, 2, 2), (renderer.Batches, one.Drawn, other.Drawn));
    }

    private sealed class Counter : ComponentBase
    {
        public int Drawn { get; private set; }

        public void Refresh() => StateHasChanged();

        protected override void BuildRenderTree(RenderTreeBuilder builder) => Drawn++;
    }

    private sealed class CountingRenderer(IServiceProvider services) : Renderer(services, NullLoggerFactory.Instance)
    {
        public int Batches { get; set; }

        public override Dispatcher Dispatcher { get; } = Dispatcher.CreateDefault();

        public void Show(IComponent component) => _ = RenderRootComponentAsync(AssignRootComponentId(component));

        protected override void HandleException(Exception exception) => throw exception;

        protected override Task UpdateDisplayAsync(in RenderBatch renderBatch)
        {
            Batches++;
            return Task.CompletedTask;
        }
    }
}
