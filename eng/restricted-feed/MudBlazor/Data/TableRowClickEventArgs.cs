using Microsoft.AspNetCore.Components.Web;

namespace MudBlazor;

public class TableRowClickEventArgs<T>(MouseEventArgs mouseEventArgs, T? item) : EventArgs
{
    public MouseEventArgs MouseEventArgs { get; } = mouseEventArgs;

    public T? Item { get; } = item;
}
