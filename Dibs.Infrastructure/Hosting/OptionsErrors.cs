using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dibs.Infrastructure.Hosting;

internal static class OptionsErrors
{
    /// <summary>Checks options at start by their own list of errors; all of them are told at once, each naming its key.</summary>
    public static OptionsBuilder<TOptions> ValidateByErrors<TOptions>(
        this OptionsBuilder<TOptions> builder, Func<TOptions, IEnumerable<string>> errorsOf)
        where TOptions : class
    {
        builder.Services.AddSingleton<IValidateOptions<TOptions>>(new Validation<TOptions>(errorsOf));
        return builder.ValidateOnStart();
    }

    private sealed class Validation<TOptions>(Func<TOptions, IEnumerable<string>> errorsOf) : IValidateOptions<TOptions>
        where TOptions : class
    {
        public ValidateOptionsResult Validate(string? name, TOptions options)
        {
            string[] errors = [.. errorsOf(options)];
            return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
