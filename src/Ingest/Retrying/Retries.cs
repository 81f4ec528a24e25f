using System.Runtime.ExceptionServices;
using Moodstream.Ingest.Status;
using Polly;
using Polly.Retry;

namespace Moodstream.Ingest.Retrying;

/// <summary>Repeats the failing calls of one stage for ever, pausing longer each time, and reports every failure.</summary>
internal sealed class Retries
{
    /// <summary>The report of a failure; it lasts as long as the pause after it.</summary>
    private static readonly ResiliencePropertyKey<IngestMonitor.RetryScope?> Pause = new("pause");

    private readonly Func<Exception, bool> _passes;
    private readonly ResiliencePipeline _pipeline;

    /// <param name="stage">What is called, for reports.</param>
    /// <param name="passes">Whether a failure may pass; every other one ends the call.</param>
    /// <param name="backoff">The pauses.</param>
    /// <param name="monitor">Hears of failures.</param>
    public Retries(string stage, Func<Exception, bool> passes, Backoff backoff, IngestMonitor monitor)
    {
        _passes = passes;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = backoff.Time }
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } exception && passes(exception)),
                // Polly's own jitter ends at the longest pause, where all lanes would then repeat in step.
                DelayGenerator = args => ValueTask.FromResult<TimeSpan?>(backoff.Pause(args.AttemptNumber + 1, Random.Shared.NextDouble())),
                OnRetry = args =>
                {
                    args.Context.Properties.Set(Pause, monitor.Retrying(stage, args.AttemptNumber + 1, args.Outcome.Exception!));
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Calls until it succeeds; the first call begins before the method first waits.</summary>
    /// <exception cref="OperationCanceledException">It was told to end, also where the last call failed.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (_passes(exception))
        {
            // Every event goes this way, and the pipeline was measured at a quarter of all that a post costs: only calls that failed enter it.
            var first = ExceptionDispatchInfo.Capture(exception);
            return await RepeatAsync(
                () =>
                {
                    Interlocked.Exchange(ref first, null)?.Throw();
                    return call();
                },
                cancellationToken);
        }
    }

    private async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, call) =>
                {
                    EndPause(context);
                    return await call();
                },
                context,
                call);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && _passes(exception))
        {
            throw new OperationCanceledException("It was told to end after a failure that may pass.", exception, cancellationToken);
        }
        finally
        {
            EndPause(context);
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static void EndPause(ResilienceContext context)
    {
        if (context.Properties.GetValue(Pause, null) is { } pause)
        {
            pause.Dispose();
            context.Properties.Set(Pause, null);
        }
    }
}
