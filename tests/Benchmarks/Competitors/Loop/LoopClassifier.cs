using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;

namespace Moodstream.Benchmarks.Competitors.Loop;

/// <summary>Classifies batches of posts that all can be classified.</summary>
/// <param name="model">The model.</param>
internal sealed class LoopClassifier(IEmotionModel model)
{
    private readonly IModalityEncoder[] _encoders = [.. model.Info.Modalities.Select(modality => model.Encoder(modality))];

    /// <summary>Classifies a batch.</summary>
    /// <param name="contents">What the posts bring.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One verdict per post, in order.</returns>
    /// <exception cref="InvalidOperationException">One of them cannot be encoded.</exception>
    public async Task<ImmutableArray<Verdict>> ClassifyAsync(List<PostContent> contents, CancellationToken cancellationToken)
    {
        var runs = new List<(List<int>? Members, Task<ImmutableArray<Embedding>> Embeddings)>(_encoders.Length);
        foreach (var encoder in _encoders)
        {
            var members = Members(encoder, contents);
            if (members is null or { Count: > 0 })
            {
                runs.Add((members, encoder.EncodeAsync(members?.ConvertAll(post => contents[post]) ?? contents, cancellationToken)));
            }
        }

        var gathered = new ImmutableArray<Embedding>[contents.Count];
        foreach (var (members, task) in runs)
        {
            var embeddings = await task;
            for (var i = 0; i < embeddings.Length; i++)
            {
                var embedding = embeddings[i].Failure is { } failure ? throw new InvalidOperationException(failure.Message) : embeddings[i];
                ref var post = ref gathered[members?[i] ?? i];
                post = post.IsDefault ? [embedding] : post.Add(embedding);
            }
        }

        return model.Classify(ImmutableCollectionsMarshal.AsImmutableArray(gathered));
    }

    /// <summary>Which of the posts bring something for an encoder; null for all of them.</summary>
    private static List<int>? Members(IModalityEncoder encoder, List<PostContent> contents)
    {
        if (contents.TrueForAll(encoder.Applies))
        {
            return null;
        }

        var members = new List<int>(contents.Count);
        for (var i = 0; i < contents.Count; i++)
        {
            if (encoder.Applies(contents[i]))
            {
                members.Add(i);
            }
        }

        return members;
    }
}
