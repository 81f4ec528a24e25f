using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Fusion;
using Moodstream.Inference.Models;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Adaptive;

/// <summary>
/// Encodes texts by their words, and leaves those unsettled of which the words alone say too little. It goes by the text and nothing else, so
/// that a text takes the same way whenever and wherever it is read. Runs on the caller's thread.
/// </summary>
/// <param name="words">Encodes by words.</param>
/// <param name="head">The bundle's own head, which says how confident an answer is.</param>
/// <param name="threshold">Least confidence of an answer that is left at that.</param>
internal sealed class FirstLook(WordsEncoder words, FusionHead head, float threshold) : IModalityEncoder, IDisposable
{
    private const string Path = "words";

    /// <inheritdoc/>
    public Modality Modality => words.Modality;

    /// <inheritdoc/>
    public InferenceDevice? Device => null;

    /// <inheritdoc/>
    public bool Applies(PostContent content) => words.Applies(content);

    /// <inheritdoc/>
    public PostContent Part(PostContent content) => words.Part(content);

    /// <inheritdoc/>
    public async Task<ImmutableArray<Embedding>> EncodeAsync(IReadOnlyList<PostContent> contents, CancellationToken cancellationToken = default)
    {
        var embeddings = await words.EncodeAsync(contents, cancellationToken);
        int[] read = [.. Enumerable.Range(0, embeddings.Length).Where(i => embeddings[i].Failure is null)];
        var verdicts = head.Classify([.. read.Select(i => ImmutableArray.Create(embeddings[i]))]);
        var looked = embeddings.ToBuilder();
        for (var i = 0; i < read.Length; i++)
        {
            var embedding = embeddings[read[i]];

            // Of what nobody can read no network makes sense either.
            var isSettled = embedding.Coverage == 0 || verdicts[i].Fused.Confidence >= threshold;
            looked[read[i]] = isSettled ? embedding with { Path = Path } : embedding with { Vector = [] };
        }

        return looked.MoveToImmutable();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        words.Dispose();
        head.Dispose();
    }
}
