using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Routing;

/// <summary>Encodes posts and classifies what comes back; begins again where another model took over in between.</summary>
/// <param name="encoder">Encodes.</param>
/// <param name="classifier">Classifies.</param>
internal sealed class PostJudge(PostEncoder encoder, IFusionClassifier classifier)
{
    /// <summary>How often posts are encoded before silos whose models differ are the caller's trouble.</summary>
    private const int MaxAttempts = 3;

    /// <summary>Judges a batch.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="patience">How long it may take.</param>
    /// <returns>One result per post, in order. A post with content that can never be encoded fails alone.</returns>
    /// <exception cref="ModelVersionException">The silos' models still differ.</exception>
    public Task<JudgedPost[]> JudgeAsync(ImmutableArray<SocialPost> posts, Patience patience) =>
        JudgeAsync(() => encoder.EncodeAsync(posts, patience));

    /// <summary>Judges what is settled without a device where it can be; the rest has no verdict and no failure.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="patience">How long it may take.</param>
    /// <exception cref="ModelVersionException">The silos' models still differ.</exception>
    public Task<JudgedPost[]> BeginAsync(ImmutableArray<SocialPost> posts, Patience patience) =>
        JudgeAsync(() => encoder.BeginAsync(posts, patience));

    /// <summary>Judges what may have been encoded before.</summary>
    /// <param name="encode">Encodes it by the model in use; called again where the model that did it no longer is.</param>
    /// <returns>One result per post, in order.</returns>
    /// <exception cref="ModelVersionException">The silos' models still differ.</exception>
    public async Task<JudgedPost[]> JudgeAsync(Func<Task<EncodedPost[]>> encode)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await FuseAsync(await encode());
            }
            catch (ModelVersionException) when (attempt < MaxAttempts)
            {
                // Another model took over between the encoders, or between them and the classifier.
            }
        }
    }

    private async Task<JudgedPost[]> FuseAsync(EncodedPost[] posts)
    {
        var readable = ImmutableArray.CreateBuilder<ImmutableArray<Embedding>>(posts.Length);
        foreach (var post in posts)
        {
            if (IsReadable(post))
            {
                readable.Add(post.Embeddings);
            }
        }

        var verdicts = readable.Count > 0 ? await classifier.Classify(readable.DrainToImmutable()) : [];
        var next = 0;
        return Array.ConvertAll(posts, post => new JudgedPost(post, IsReadable(post) ? verdicts[next++] : null));
    }

    private static bool IsReadable(EncodedPost post)
    {
        foreach (var embedding in post.Embeddings)
        {
            if (!embedding.IsSettled)
            {
                return false;
            }
        }

        return post.Failure is null;
    }
}
