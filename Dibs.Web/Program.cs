using Dibs.Web;
using Dibs.Web.Staff;

var builder = WebApplication.CreateBuilder(args);
builder.AddInstance();
if (StaffCommand.IsAskedFor(args)) return await StaffCommand.RunAsync(builder, args);

var app = builder.Build();
app.MapInstance();
app.Run();
// What ended it may have said why.
return Environment.ExitCode;
