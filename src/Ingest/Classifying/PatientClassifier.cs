using System.Collections.Concurrent;
using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Faults;
using Moodstream.Ingest.Options;
using Moodstream.Ingest.Retrying;
using Moodstream.Ingest.Status;

namespace Moodstream.Ingest.Classifying;

/// <summary>
/// Makes a classifier that may fail into one that always answers: what may pass is repeated for ever; a batch that fails
/// in an unexpected way is halved until the posts that make it fail stand alone. Such a post becomes a failure when it
/// goes on failing after others with the same modalities were classified: as long as everything of its kind fails, it is
/// an outage and no post's fault.
/// </summary>
internal sealed class PatientClassifier(IPostClassifier inner, IngestOptions options, Backoff backoff, IngestMonitor monitor)
{
    private const string Stage = "classify";

    private readonly Retries _retries = new(Stage, PassingFaultException.Includes, backoff, monitor);
    private readonly ConcurrentDictionary<Modality, long> _successes = new();

    /// <summary>Classifies complete posts; one outcome per post, in order.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="isFirst">Whether those that need a device, though others that bring the same do not, are left: <see cref="PostOutcome.Later"/>.</param>
    /// <param name="failedUnexpectedly">Called when a failure may be a post's fault; possibly often, and from several threads.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <param name="draining">
    /// Ends it unless it is done within seconds: what waits for devices or failed is not waited for. Where it can be cancelled, it must be so no
    /// later than <paramref name="cancellationToken"/>.
    /// </param>
    /// <exception cref="OperationCanceledException">It was told to end; nothing is known of the posts.</exception>
    public async Task<ImmutableArray<PostOutcome>> ClassifyAsync(
        ImmutableArray<SocialPost> posts, bool isFirst, Action failedUnexpectedly, CancellationToken cancellationToken, CancellationToken draining = default)
    {
        var ending = draining.CanBeCanceled ? draining : cancellationToken;
        if (posts.Length == 1)
        {
            return [await AloneAsync(posts[0], async () => (await ClassifyOnceAsync(posts, isFirst, cancellationToken, draining))[0], failedUnexpectedly, ending)];
        }

        try
        {
            return await _retries.RunAsync(() => ClassifyOnceAsync(posts, isFirst, cancellationToken, draining), ending);
        }
        catch (Exception exception)
        {
            ending.ThrowIfCancellationRequested();

            // The halves are tried at once.
            monitor.Retrying(Stage, 1, exception).Dispose();
            failedUnexpectedly();
        }

        var half = posts.Length / 2;
        var halves = await Task.WhenAll(
            ClassifyAsync(posts[..half], isFirst, failedUnexpectedly, cancellationToken, draining),
            ClassifyAsync(posts[half..], isFirst, failedUnexpectedly, cancellationToken, draining));
        return [.. halves[0], .. halves[1]];
    }

    /// <summary>Adds a part of a post.</summary>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Ends it at once.</param>
    /// <param name="draining">Ends it where it waits for a device or failed; one that waits for other parts goes on.</param>
    /// <exception cref="OperationCanceledException">It was told to end; nothing is known of the part.</exception>
    public Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken, CancellationToken draining = default) =>
        AloneAsync(
            part,
            async () =>
            {
                var outcome = await inner.AddAsync(part, cancellationToken, draining);
                Succeeded(part, outcome);
                return outcome;
            },
            static () => { },
            draining.CanBeCanceled ? draining : cancellationToken);

    private async Task<ImmutableArray<PostOutcome>> ClassifyOnceAsync(
        ImmutableArray<SocialPost> posts, bool isFirst, CancellationToken cancellationToken, CancellationToken draining)
    {
        var outcomes = await (isFirst ? inner.BeginAsync(posts, cancellationToken, draining) : inner.ClassifyAsync(posts, cancellationToken, draining));
        if (outcomes.Length != posts.Length)
        {
            throw new InvalidOperationException($"The classifier answered {posts.Length} posts with {outcomes.Length} outcomes.");
        }

        for (var i = 0; i < posts.Length; i++)
        {
            Succeeded(posts[i], outcomes[i]);
        }

        return outcomes;
    }

    private void Succeeded(SocialPost post, PostOutcome outcome)
    {
        // A part that another carries says nothing of its encoders, and neither does a failure.
        if (outcome.Event is not null)
        {
            foreach (var modality in post.Brings)
            {
                _successes.AddOrUpdate(modality, 1, static (_, count) => count + 1);
            }
        }
    }

    private async Task<PostOutcome> AloneAsync(
        SocialPost post, Func<Task<PostOutcome>> call, Action failedUnexpectedly, CancellationToken ending)
    {
        var before = post.Brings.Select(modality => (Modality: modality, Count: _successes.GetValueOrDefault(modality))).ToArray();
        var alike = false;
        var failures = 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception exception)
            {
                ending.ThrowIfCancellationRequested();
                if (!PassingFaultException.Includes(exception))
                {
                    failedUnexpectedly();
                    failures += alike ? 1 : 0;
                    alike = alike || before.All(seen => _successes.GetValueOrDefault(seen.Modality) > seen.Count);
                }

                if (failures >= options.PoisonAttempts)
                {
                    // The exception's message may quote the post; its type does not.
                    return PostOutcome.Failed(new PostFailure(
                        "classification-failed",
                        $"The classifier failed on this post {failures} times with {exception.GetType().Name}, while it classified others."));
                }

                using (monitor.Retrying(Stage, attempt, exception))
                {
                    await backoff.DelayAsync(attempt, ending);
                }
            }
        }
    }
}
