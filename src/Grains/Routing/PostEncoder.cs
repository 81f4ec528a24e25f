using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Encoders;
using Moodstream.Grains.Telemetry;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Routing;

/// <summary>Sends each modality of a batch of posts to its encoder, all at once, and gathers what comes back.</summary>
/// <param name="model">The model; its encoders say what a post brings, and where each of them runs.</param>
/// <param name="route">The way to the encoders.</param>
internal sealed class PostEncoder(IEmotionModel model, IEncoderRoute route)
{
    /// <summary>The modalities of the model, in its order.</summary>
    public ImmutableArray<Modality> Modalities => model.Info.Modalities;

    /// <summary>Version of the model in use.</summary>
    public string ModelVersion => model.Info.Version;

    /// <summary>Encodes a batch: one call per modality.</summary>
    /// <param name="posts">The posts.</param>
    /// <returns>One result per post, in order. A post with content that can never be encoded fails alone.</returns>
    /// <exception cref="ModelVersionException">
    /// Another model took over meanwhile: it may read other modalities than those that were asked for.
    /// </exception>
    public async Task<EncodedPost[]> EncodeAsync(ImmutableArray<SocialPost> posts)
    {
        var contents = posts.Select(post => post.Content).ToArray();
        var (info, runs) = Start(contents);
        await Task.WhenAll(runs);

        var gathered = new ImmutableArray<Embedding>.Builder[posts.Length];
        var failures = new PostFailure?[posts.Length];
        foreach (var run in runs)
        {
            var (members, embeddings) = await run;
            for (var i = 0; i < members.Count; i++)
            {
                if (embeddings[i].ModelVersion != info.Version)
                {
                    throw new ModelVersionException(embeddings[i].ModelVersion, info.Version);
                }

                var post = members[i];
                failures[post] ??= embeddings[i].Failure;
                (gathered[post] ??= ImmutableArray.CreateBuilder<Embedding>()).Add(embeddings[i]);
            }
        }

        var results = new EncodedPost[posts.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = (failures[i], gathered[i]) switch
            {
                ({ } failure, _) => new EncodedPost([], failure),
                (null, { } embeddings) => new EncodedPost(embeddings.DrainToImmutable(), null),
                _ => new EncodedPost([], NothingKnown(info)),
            };
        }

        return results;
    }

    /// <summary>
    /// Starts all encoders. The lease ends before they do: an encoder is asked only what it reads and where it runs, and whoever
    /// encodes takes a lease of its own.
    /// </summary>
    private (ModelInfo Info, Task<(IReadOnlyList<int> Members, ImmutableArray<Embedding> Embeddings)>[] Runs) Start(PostContent[] contents)
    {
        using var lease = model.Lease();
        var info = lease.Model.Info;
        return (info, [.. info.Modalities.Select(modality => RunAsync(lease.Model.Encoder(modality), contents))]);
    }

    private async Task<(IReadOnlyList<int> Members, ImmutableArray<Embedding> Embeddings)> RunAsync(IModalityEncoder encoder, PostContent[] contents)
    {
        int[] members = [.. Enumerable.Range(0, contents.Length).Where(i => encoder.Applies(contents[i]))];
        if (members.Length == 0)
        {
            return (members, []);
        }

        GrainsTelemetry.Batch(encoder.Modality, members.Length);
        var embeddings = await route.EncodeAsync(encoder, [.. members.Select(i => contents[i])]);
        return embeddings.Length == members.Length
            ? (members, embeddings)
            : throw new InvalidOperationException($"The encoder of '{encoder.Modality}' gave {embeddings.Length} embeddings for {members.Length} posts.");
    }

    private static PostFailure NothingKnown(ModelInfo info) => new(
        "no-modality", $"The post brings nothing that the model can read; it reads {string.Join(", ", info.Modalities)}.");
}
