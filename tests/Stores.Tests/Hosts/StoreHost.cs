using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Moodstream.Stores.Tests.Hosts;

/// <summary>A kind of store with data of its own, which outlive the stores that are opened on them.</summary>
internal abstract class StoreHost : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    protected Serializer Serializer => _services.GetRequiredService<Serializer>();

    /// <summary>Opens stores on the data, as a silo does at its start.</summary>
    public Task<OpenStores> OpenAsync() => OpenAsync(TimeProvider.System);

    /// <summary>Opens stores of a silo whose clock is another one, or that keeps timelines for a time only.</summary>
    public abstract Task<OpenStores> OpenAsync(TimeProvider time, TimeSpan? retention = null);

    public virtual ValueTask DisposeAsync() => _services.DisposeAsync();
}
