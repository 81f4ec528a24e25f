using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>
/// Works out the emotions of posts, on the silo that asks. No grain: a call may wait for devices as long as it takes, and hundreds may
/// wait at a time, since they cost no more than their tasks and hold no grain call. Devices are waited for in the order of the calls,
/// each modality by itself.
/// </summary>
/// <remarks>Any exception may pass, so that the same posts may be tried again; what can never work comes as an outcome.</remarks>
public interface IPostClassifier
{
    /// <summary>Classifies complete posts as revision 1, final.</summary>
    /// <param name="posts">Posts that are complete in themselves. They go on together: mix no posts that need a device with others.</param>
    /// <param name="cancellationToken">Ends the call at once; what a device has not begun is dropped there.</param>
    /// <param name="draining">
    /// Ends the call at once where it waits for devices, or would have to wait once more; one that has all it needs goes on to its end, which
    /// takes seconds at most.
    /// </param>
    /// <returns>One outcome per post, in order. A post that can never be classified fails alone, not its batch.</returns>
    Task<ImmutableArray<PostOutcome>> ClassifyAsync(
        ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining = default);

    /// <summary>
    /// Classifies what needs no device among posts of which, by their words, some need one and others do not, so that the others need not wait.
    /// Which they are depends on the posts alone.
    /// </summary>
    /// <param name="posts">Posts that are complete in themselves.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <param name="draining">As in <see cref="ClassifyAsync"/>.</param>
    /// <returns>One outcome per post, in order; <see cref="PostOutcome.Later"/> for those that are left to <see cref="ClassifyAsync"/>.</returns>
    Task<ImmutableArray<PostOutcome>> BeginAsync(
        ImmutableArray<SocialPost> posts, CancellationToken cancellationToken, CancellationToken draining = default);

    /// <summary>Encodes a part of a post and adds it to the post.</summary>
    /// <param name="part">A part with a non-empty <see cref="SocialPost.Expects"/>.</param>
    /// <param name="cancellationToken">Ends the call at once; the part may be in an event nevertheless.</param>
    /// <param name="draining">Ends the call at once where it waits for a device; one that waits for other parts goes on.</param>
    /// <returns>What <see cref="Posts.IPost.Add"/> says, possibly only after the parts window.</returns>
    Task<PostOutcome> AddAsync(SocialPost part, CancellationToken cancellationToken, CancellationToken draining = default);
}
