using System.Collections.Immutable;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Ingest;

/// <summary>
/// Makes a classifier that may fail into one that always answers: what may pass is repeated for ever; a batch that fails
/// in an unexpected way is halved until the posts that make it fail stand alone. Such a post becomes a failure
/// once others were classified while it was not: as long as everything fails, it is an outage and no post's fault.
/// </summary>
internal sealed class PatientClassifier(IPostClassifier inner, IngestOptions options, Backoff backoff, IngestMonitor monitor)
{
    private const string Stage = "classify";

    private long _successes;

    /// <summary>Classifies complete posts; one outcome per post, in order.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="failedUnexpectedly">Called when a failure may be a post's fault; possibly often, and from several threads.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ImmutableArray<PostOutcome>> Classify(
        ImmutableArray<SocialPost> posts, Action failedUnexpectedly, CancellationToken cancellationToken)
    {
        if (posts.Length == 1)
        {
            return [await Alone(async () => (await ClassifyOnce(posts, cancellationToken))[0], failedUnexpectedly, cancellationToken)];
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ClassifyOnce(posts, cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                using (monitor.Retrying(Stage, attempt, exception))
                {
                    if (!IsTransient(exception))
                    {
                        failedUnexpectedly();
                        break;
                    }

                    await backoff.Delay(attempt, cancellationToken);
                }
            }
        }

        var half = posts.Length / 2;
        var halves = await Task.WhenAll(
            Classify(posts[..half], failedUnexpectedly, cancellationToken),
            Classify(posts[half..], failedUnexpectedly, cancellationToken));
        return [.. halves[0], .. halves[1]];
    }

    /// <summary>Adds a part of a post.</summary>
    public Task<PostOutcome> Add(SocialPost part, CancellationToken cancellationToken) =>
        Alone(
            async () =>
            {
                var outcome = await inner.Add(part, cancellationToken);
                Interlocked.Increment(ref _successes);
                return outcome;
            },
            static () => { },
            cancellationToken);

    /// <summary>What passes by itself: silos that come and go, overload, time-outs, connections.</summary>
    private static bool IsTransient(Exception exception) =>
        exception is TimeoutException or OrleansException or OperationCanceledException or IOException
            or System.Net.Sockets.SocketException or ObjectDisposedException;

    private async Task<ImmutableArray<PostOutcome>> ClassifyOnce(ImmutableArray<SocialPost> posts, CancellationToken cancellationToken)
    {
        var outcomes = await inner.Classify(posts, cancellationToken);
        if (outcomes.Length != posts.Length)
        {
            throw new InvalidOperationException($"The classifier answered {posts.Length} posts with {outcomes.Length} outcomes.");
        }

        Interlocked.Increment(ref _successes);
        return outcomes;
    }

    private async Task<PostOutcome> Alone(Func<Task<PostOutcome>> call, Action failedUnexpectedly, CancellationToken cancellationToken)
    {
        var unexpected = 0;
        var successesBefore = Interlocked.Read(ref _successes);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (!IsTransient(exception))
                {
                    unexpected++;
                    failedUnexpectedly();
                }

                if (unexpected >= options.PoisonAttempts && Interlocked.Read(ref _successes) > successesBefore)
                {
                    // The exception's message may quote the post; its type does not.
                    return PostOutcome.Failed(new PostFailure(
                        "classification-failed",
                        $"The classifier failed on this post {unexpected} times with {exception.GetType().Name}, while it classified others."));
                }

                using (monitor.Retrying(Stage, attempt, exception))
                {
                    await backoff.Delay(attempt, cancellationToken);
                }
            }
        }
    }
}
