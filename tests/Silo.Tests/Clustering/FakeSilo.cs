using Microsoft.Extensions.Hosting;

namespace Moodstream.Silo.Tests.Clustering;

/// <summary>A silo that is active, and the program around it.</summary>
internal sealed class FakeSilo(SiloAddress address) : ILocalSiloDetails, ISiloStatusOracle, IHostApplicationLifetime, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the program is told to stop.</summary>
    public Task Stopped => _stopped.Task;

    public SiloStatus Status { get; set; } = SiloStatus.Active;

    /// <summary>How often somebody asked for the status.</summary>
    public int Looks { get; private set; }

    public SiloStatus CurrentStatus
    {
        get
        {
            Looks++;
            return Status;
        }
    }

    public string Name => "silo";

    public string SiloName => Name;

    public string ClusterId => "test";

    public string DnsHostName => "localhost";

    public SiloAddress SiloAddress => address;

    public SiloAddress GatewayAddress => address;

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => _stopping.Token;

    public CancellationToken ApplicationStopped => default;

    public void StopApplication()
    {
        _stopping.Cancel();
        _stopped.TrySetResult();
    }

    public void Dispose() => _stopping.Dispose();

    public SiloStatus GetApproximateSiloStatus(SiloAddress siloAddress) => throw new NotSupportedException();

    public Dictionary<SiloAddress, SiloStatus> GetApproximateSiloStatuses(bool onlyActive = false) => throw new NotSupportedException();

    public bool TryGetSiloName(SiloAddress siloAddress, out string siloName) => throw new NotSupportedException();

    public bool IsFunctionalDirectory(SiloAddress siloAddress) => throw new NotSupportedException();

    public bool IsDeadSilo(SiloAddress silo) => throw new NotSupportedException();

    public bool SubscribeToSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();

    public bool UnSubscribeFromSiloStatusEvents(ISiloStatusListener observer) => throw new NotSupportedException();

    public SiloAddress[] GetActiveSilos() => throw new NotSupportedException();
}
