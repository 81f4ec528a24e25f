namespace Moodstream.Stores.Tests.Hosts;

/// <summary>Tests that every kind of store passes.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private readonly StoreHost _host;

    private protected StoreContract(StoreHost host) => _host = host;

    private protected OpenStores Stores { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stores = await _host.OpenAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Stores is not null)
        {
            await Stores.DisposeAsync();
        }

        await _host.DisposeAsync();
    }

    /// <summary>Closes the stores and opens them on the same data.</summary>
    private protected async Task ReopenAsync()
    {
        await Stores.DisposeAsync();
        Stores = await _host.OpenAsync();
    }
}
