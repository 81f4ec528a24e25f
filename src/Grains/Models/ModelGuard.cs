using Microsoft.Extensions.Logging;
using Moodstream.Grains.Interfaces.Models;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Models;

/// <summary>
/// Keeps a cluster at one model: a silo that joins takes over what the others serve before it reads posts, and one that cannot refuses to
/// start.
/// </summary>
internal sealed partial class ModelGuard(
    IGrainFactory grains,
    ServedModel served,
    ILocalSiloDetails local,
    TimeProvider time,
    ILogger<ModelGuard> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>A silo that died is taken for active until others miss it; that takes less than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(ModelGuard), ServiceLifecycleStage.Active, JoinAsync);

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        var before = served.Serving;
        var admission = await AdmitAsync(cancellationToken);
        if (admission.Problem is { } problem)
        {
            throw new ModelBundleException(problem);
        }

        if (served.Serving is var now && now != before)
        {
            LogJoined(now.Name, now.Version, before.Name);
        }
    }

    /// <summary>Grains of other silos can be reached only when their announcements have arrived, shortly after this silo has become active.</summary>
    private async Task<ModelActivation> AdmitAsync(CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                return await grains.GetGrain<IClusterModel>(0).Admit(local.Name).WaitAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException && time.GetUtcNow() < until)
            {
                LogAsksAgain(exception.Message);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "The cluster serves model {Name} {Version}; this silo takes it over in place of {Own}")]
    private partial void LogJoined(string name, string version, string own);

    [LoggerMessage(LogLevel.Debug, "The cluster could not tell yet which model it serves: {Reason}")]
    private partial void LogAsksAgain(string reason);
}
