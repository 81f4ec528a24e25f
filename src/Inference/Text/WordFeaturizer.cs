using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;

namespace Moodstream.Inference.Text;

/// <summary>Turns the words of texts into the features of their vectors. Safe for concurrent use.</summary>
/// <param name="vectors">The words and their vectors.</param>
/// <param name="maxTokens">Most words that are pooled at once.</param>
/// <param name="languages">The languages that the model reads; all, where there is none.</param>
internal sealed class WordFeaturizer(WordVectors vectors, int maxTokens, IReadOnlyList<string> languages)
{
    private const int MaxTokensLimit = 4_096;

    // Nearly all posts have fewer.
    private const int UsualTokens = 512;

    /// <summary>Numbers in the features of a text.</summary>
    public int FeatureCount => vectors.FeatureCount;

    /// <summary>Reads the vectors of an encoder.</summary>
    /// <exception cref="ModelBundleException">The file is missing or broken, the number of words is out of range, or the bundle was trained with another way of reading.</exception>
    public static WordFeaturizer Load(EncoderContext context, string path, int maxTokens, int reading)
    {
        ReadingVersion.Check(context, reading);
        if (maxTokens is < 1 or > MaxTokensLimit)
        {
            throw context.OutOfRange("maxTokens", MaxTokensLimit);
        }

        return new WordFeaturizer(context.ReadFile(path, "word vectors", file => WordVectors.Read(file)), maxTokens, context.Bundle.Manifest.Languages ?? []);
    }

    /// <summary>Computes the features of a content's words.</summary>
    /// <param name="content">The content.</param>
    /// <param name="features">Receives <see cref="FeatureCount"/> numbers.</param>
    /// <returns>What could be read of them.</returns>
    public TextUnderstanding Featurize(PostContent content, Span<float> features)
    {
        var text = content.Text ?? "";
        var tally = default(TextTally);
        Span<int> ids = stackalloc int[UsualTokens];
        var count = vectors.Vocabulary.Encode(text, ids, ref tally);
        if (count == ids.Length)
        {
            tally = default;
            ids = new int[Vocabulary.MostIds(text)];
            count = vectors.Vocabulary.Encode(text, ids, ref tally);
        }

        vectors.Featurize(ids[..count], maxTokens, features);
        return tally.Sum(languages, content.Language);
    }
}
