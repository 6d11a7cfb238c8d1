using Dibs.Domain.Payments;
using Dibs.Domain.Pricing;
using Dibs.Infrastructure.Provider;
using Dibs.Infrastructure.Tests.Servers;

namespace Dibs.Infrastructure.Tests.Provider;

[Collection(PostgresServers.Collection)]
public sealed class CaptureQueueTests(PaymentStack stack) : IClassFixture<PaymentStack>
{
    [Fact]
    public async Task Queue_StoppedAtOnce_HasCapturedWhatItTook()
    {
        var keys = Enumerable.Range(0, 50).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var key in keys)
        {
            await stack.Provider.AuthoriseAsync(
                key, Guid.NewGuid(), new Money(1m, "PLN"), TestCard.TokenOf(TestCard.Pays)!, CancellationToken.None);
        }

        await using (await stack.RunAsync<CaptureQueue>())
        {
            // One that cannot be captured does not keep the others.
            stack.Get<ICaptureQueue>().Enqueue(Guid.NewGuid(), Guid.NewGuid());
            foreach (var key in keys) stack.Get<ICaptureQueue>().Enqueue(key, Guid.NewGuid());
        }

        Assert.Equal(50L, await stack.ProviderScalarAsync<long>(
            "select count(*) from authorisations where state = 'captured' and payment_key = any($1)", keys));
    }
}
