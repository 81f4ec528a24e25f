using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Interfaces.Posts;
using Moodstream.Grains.Options;
using Moodstream.Grains.Placement;
using Moodstream.Grains.Routing;
using Moodstream.Grains.Storage;
using Orleans.Concurrency;

namespace Moodstream.Grains.Posts;

/// <inheritdoc cref="IPost"/>
/// <remarks>
/// Reentrant, so that parts can come while others wait for the window. Orleans ends an activation only when none of its
/// calls runs, so that a silo that stops lets the window run out first. A post that is final leaves memory by itself; those that are not stay for
/// longer than a clock that is wrong may be set back, since Orleans activates nothing whose time to leave would lie before its last round.
/// </remarks>
[TimelinePlacement, Reentrant, CollectionAgeLimit(Minutes = 10)]
internal sealed class Post(
    IPostStore store,
    ITimelineStore timelines,
    PostEncoder encoder,
    PostJudge judge,
    PostClosing closing,
    TimelineRetention retention,
    LivePosts live,
    IOptions<PartsOptions> options,
    TimeProvider time) : Grain, IPost
{
    private PostKey _key;
    private PostAssembly? _assembly;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!PostKey.TryParse(this.GetPrimaryKeyString(), out _key))
        {
            throw new ArgumentException("The key of a post's grain is a PostKey as text.");
        }

        live.Add(_key);
        _assembly = new PostAssembly(
            _key,
            // Where the record is gone the timeline still knows which revisions there were: none is used for anything else.
            await store.ReadAsync(_key) ?? PostRecord.Empty with { Earlier = await timelines.RevisionAsync(_key) },
            store,
            encoder,
            judge,
            retention,
            options.Value,
            time);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        live.Remove(_key);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<PostOutcome> Add(SocialPost part, EncodedPost encoded)
    {
        var outcome = await _assembly!.AddAsync(part, encoded);
        if (_assembly.IsDone)
        {
            DeactivateOnIdle();
        }

        return outcome;
    }

    /// <inheritdoc/>
    public async Task Close(CancellationToken cancellationToken = default)
    {
        if (await _assembly!.CloseAsync() is { } emotion)
        {
            await closing.SayAsync(emotion, cancellationToken);
            await _assembly.ClosedAsync();
        }
    }

    /// <inheritdoc/>
    public Task Erase()
    {
        _assembly!.Erase();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
