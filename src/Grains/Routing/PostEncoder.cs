using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Encoders;
using Moodstream.Grains.Fusion;
using Moodstream.Grains.Telemetry;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Routing;

/// <summary>Sends each modality of a batch of posts on its route, all at once, and gathers what comes back.</summary>
internal sealed class PostEncoder
{
    /// <summary>How often posts are encoded before silos whose models differ are the caller's trouble.</summary>
    public const int MaxEncodings = 3;

    private readonly IEmotionModel _model;
    private readonly Dictionary<string, IModalityRoute> _routes;

    /// <summary>Makes an encoder.</summary>
    /// <param name="model">The model; its modalities decide which routes are taken.</param>
    /// <param name="routes">The known routes, one per modality.</param>
    /// <exception cref="InvalidOperationException">The model has a modality without a route.</exception>
    public PostEncoder(IEmotionModel model, IEnumerable<IModalityRoute> routes)
    {
        _model = model;
        _routes = routes.ToDictionary(route => route.Modality.Name, StringComparer.Ordinal);
        if (model.Info.Modalities.FirstOrDefault(name => !_routes.ContainsKey(name)) is { } unknown)
        {
            throw new InvalidOperationException(
                $"Model '{model.Info.Name}' encodes '{unknown}', for which this build has no route; it knows {string.Join(", ", _routes.Keys)}.");
        }
    }

    /// <summary>The modalities of the model, in its order.</summary>
    public IEnumerable<Modality> Modalities => _model.Info.Modalities.Select(name => new Modality(name));

    /// <summary>Version of the model in use.</summary>
    public string ModelVersion => _model.Info.Version;

    /// <summary>Encodes a batch: one call per modality.</summary>
    /// <param name="posts">The posts.</param>
    /// <returns>One result per post, in order. A post with content that can never be encoded fails alone.</returns>
    /// <exception cref="ModelVersionException">
    /// Another model took over meanwhile: it may read other modalities than those that were asked for.
    /// </exception>
    public async Task<EncodedPost[]> Encode(ImmutableArray<SocialPost> posts)
    {
        var contents = posts.Select(PostContents.Content).ToArray();
        var (info, runs) = Start(posts, contents);
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

    /// <summary>Starts all routes. The model is needed only to say what goes where; the routes see to their own.</summary>
    private (ModelInfo Info, Task<(IReadOnlyList<int> Members, ImmutableArray<Embedding> Embeddings)>[] Runs) Start(
        ImmutableArray<SocialPost> posts, PostContent[] contents)
    {
        using var lease = _model.Lease();
        var info = lease.Model.Info;
        return (info, [.. info.Modalities.Select(name => Run(lease.Model.Encoder(name), name, posts, contents))]);
    }

    private async Task<(IReadOnlyList<int> Members, ImmutableArray<Embedding> Embeddings)> Run(
        IModalityEncoder encoder, string modality, ImmutableArray<SocialPost> posts, PostContent[] contents)
    {
        var members = new List<int>(posts.Length);
        var brought = new List<SocialPost>(posts.Length);
        for (var i = 0; i < contents.Length; i++)
        {
            if (encoder.Applies(contents[i]))
            {
                members.Add(i);
                brought.Add(posts[i]);
            }
        }

        if (members.Count == 0)
        {
            return (members, []);
        }

        GrainsTelemetry.Batch(new Modality(modality), members.Count);
        var embeddings = await _routes[modality].Encode(brought);
        return embeddings.Length == members.Count
            ? (members, embeddings)
            : throw new InvalidOperationException($"The encoder of '{modality}' gave {embeddings.Length} embeddings for {members.Count} posts.");
    }

    private static PostFailure NothingKnown(ModelInfo info) => new(
        "no-modality", $"The post brings nothing that the model can read; it reads {string.Join(", ", info.Modalities)}.");
}
