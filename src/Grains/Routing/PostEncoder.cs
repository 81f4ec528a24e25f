using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Encoders;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Telemetry;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Routing;

/// <summary>Sends each modality of a batch of posts to its encoder, and gathers what comes back.</summary>
/// <param name="model">The model; its encoders say what a post brings, and where each of them runs.</param>
/// <param name="route">The way to the encoders.</param>
internal sealed class PostEncoder(IEmotionModel model, IEncoderRoute route)
{
    /// <summary>The modalities of the model, in its order.</summary>
    public ImmutableArray<Modality> Modalities => model.Info.Modalities;

    /// <summary>Version of the model in use.</summary>
    public string ModelVersion => model.Info.Version;

    /// <summary>Encodes a batch, each modality by itself; waits for devices where an encoder needs one.</summary>
    /// <param name="posts">The posts.</param>
    /// <param name="patience">How long it may take.</param>
    /// <returns>One result per post, in order. A post with content that can never be encoded fails alone.</returns>
    /// <exception cref="ModelVersionException">
    /// Another model took over meanwhile: it may read other modalities than those that were asked for.
    /// </exception>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    public Task<EncodedPost[]> EncodeAsync(ImmutableArray<SocialPost> posts, Patience patience) => EncodeAsync(posts, [], false, patience);

    /// <summary>
    /// Encodes a batch as far as encoders settle it that come before others (<see cref="IModalityEncoder.First"/>); of the rest there are embeddings
    /// that are not <see cref="Embedding.IsSettled"/>.
    /// </summary>
    /// <param name="posts">The posts.</param>
    /// <param name="patience">How long it may take.</param>
    /// <exception cref="ModelVersionException">Another model took over meanwhile.</exception>
    public Task<EncodedPost[]> BeginAsync(ImmutableArray<SocialPost> posts, Patience patience) => EncodeAsync(posts, [], true, patience);

    /// <summary>Encodes of one post what is not encoded yet.</summary>
    /// <param name="post">The post.</param>
    /// <param name="known">Those of its embeddings that are there and need not be made again; each modality at most once.</param>
    /// <param name="patience">How long it may take.</param>
    /// <exception cref="ModelVersionException">Another model took over meanwhile.</exception>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    public async Task<EncodedPost> CompleteAsync(SocialPost post, ImmutableArray<Embedding> known, Patience patience) =>
        (await EncodeAsync([post], known, false, patience))[0];

    private async Task<EncodedPost[]> EncodeAsync(
        ImmutableArray<SocialPost> posts, ImmutableArray<Embedding> known, bool isFirst, Patience patience)
    {
        var contents = posts.Select(post => post.Content).ToArray();
        var (before, runs) = Plan(contents, known);

        // What needs no device comes last: it takes no time, and another model may take over while devices are waited for.
        foreach (var group in runs.ToLookup(run => run.Encoder.Device is null).OrderBy(group => group.Key))
        {
            await Task.WhenAll(group.Select(run => RunAsync(run, contents, isFirst, patience)));
        }

        var now = model.Info;
        if (!now.Modalities.AsSpan().SequenceEqual(before.Modalities.AsSpan()))
        {
            throw new ModelVersionException($"Model version {now.Version} took over from {before.Version} and reads other modalities; try again.");
        }

        var gathered = new ImmutableArray<Embedding>[posts.Length];
        var failures = new List<Embedding>?[posts.Length];
        foreach (var run in runs)
        {
            for (var i = 0; i < run.Members.Length; i++)
            {
                var embedding = run.Embeddings[i];
                if (embedding.ModelVersion != now.Version)
                {
                    throw new ModelVersionException(embedding.ModelVersion, now.Version);
                }

                var post = run.Members[i];
                if (embedding.Failure is not null)
                {
                    (failures[post] ??= []).Add(embedding);
                    continue;
                }

                gathered[post] = gathered[post].IsDefault ? [embedding] : gathered[post].Add(embedding);
            }
        }

        var results = new EncodedPost[posts.Length];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = (failures[i], gathered[i]) switch
            {
                ({ } failed, var embeddings) => WithoutFailed(failed, embeddings.IsDefault ? [] : embeddings),
                (null, { IsDefault: false } embeddings) => new EncodedPost(embeddings, null),
                _ => new EncodedPost([], NothingKnown(now)),
            };
        }

        return results;
    }

    /// <summary>
    /// Finds out which posts go to which encoder. The lease ends before the encoders start: they are asked only what they read and where
    /// they run, and whoever encodes takes a lease of its own.
    /// </summary>
    private (ModelInfo Info, ImmutableArray<Run> Runs) Plan(PostContent[] contents, ImmutableArray<Embedding> known)
    {
        using var lease = model.Lease();
        var info = lease.Model.Info;
        var runs = ImmutableArray.CreateBuilder<Run>();
        foreach (var modality in info.Modalities)
        {
            var encoder = lease.Model.Encoder(modality);
            ImmutableArray<Embedding> there = [.. known.Where(embedding => embedding.Modality == modality)];
            int[] members = [.. Enumerable.Range(0, contents.Length).Where(i => there.Length > 0 || encoder.Applies(contents[i]))];
            if (members.Length > 0)
            {
                runs.Add(new Run(encoder, members) { Embeddings = there });
            }
        }

        return (info, runs.DrainToImmutable());
    }

    private async Task RunAsync(Run run, PostContent[] contents, bool isFirst, Patience patience)
    {
        if (!run.Embeddings.IsEmpty)
        {
            return;
        }

        GrainsTelemetry.Batch(run.Encoder.Modality, run.Members.Length);
        ImmutableArray<PostContent> members = [.. run.Members.Select(i => contents[i])];
        run.Embeddings = await EncodeAsync(run.Encoder.First ?? run.Encoder, members, patience);
        if (!isFirst && run.Encoder.First is not null)
        {
            run.Embeddings = await run.Embeddings.SettleAsync(members, left => EncodeAsync(run.Encoder, left, patience));
        }
    }

    private async Task<ImmutableArray<Embedding>> EncodeAsync(IModalityEncoder encoder, ImmutableArray<PostContent> contents, Patience patience)
    {
        var embeddings = await route.EncodeAsync(encoder, contents, patience);
        return embeddings.Length == contents.Length
            ? embeddings
            : throw new InvalidOperationException(
                $"The encoder of '{encoder.Modality}' gave {embeddings.Length} embeddings for {contents.Length} posts.");
    }

    private static EncodedPost WithoutFailed(List<Embedding> failed, ImmutableArray<Embedding> read)
    {
        if (UnreadContents.FailureOf(failed, read) is { } failure)
        {
            return new EncodedPost([], failure);
        }

        failed.ForEach(embedding => GrainsTelemetry.Unread(embedding.Modality, embedding.Failure!.Type));
        return new EncodedPost(read, null) { Unread = UnreadContents.ReasonsOf(failed) };
    }

    private static PostFailure NothingKnown(ModelInfo info) => new(
        "no-modality", $"The post brings nothing that the model can read; it reads {string.Join(", ", info.Modalities)}.");

    /// <summary>The posts, by their places in the batch, that one encoder reads, and what it makes of them.</summary>
    private sealed class Run(IModalityEncoder encoder, int[] members)
    {
        public IModalityEncoder Encoder => encoder;

        public int[] Members => members;

        public required ImmutableArray<Embedding> Embeddings { get; set; }
    }
}
