namespace Moodstream.Stores.Tests.Hosts;

/// <summary>Tests that every kind of store passes.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private protected StoreContract(StoreHost host) => Host = host;

    private protected StoreHost Host { get; }

    private protected OpenStores Stores { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stores = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Stores is not null)
        {
            await Stores.DisposeAsync();
        }

        await Host.DisposeAsync();
    }

    /// <summary>Closes the stores and opens them on the same data.</summary>
    private protected async Task ReopenAsync()
    {
        await Stores.DisposeAsync();
        Stores = await OpenAsync();
    }

    /// <summary>Opens the stores that the tests use.</summary>
    private protected virtual Task<OpenStores> OpenAsync() => Host.OpenAsync();
}
