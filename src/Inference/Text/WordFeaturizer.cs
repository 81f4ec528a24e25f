using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;

namespace Moodstream.Inference.Text;

/// <summary>Turns the words of texts into the features of their vectors. Safe for concurrent use.</summary>
/// <param name="vectors">The words and their vectors.</param>
/// <param name="maxTokens">Most words that are pooled at once.</param>
internal sealed class WordFeaturizer(WordVectors vectors, int maxTokens)
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
            throw new ModelBundleException(
                $"The model bundle {context.Bundle.Location}: 'maxTokens' of modality '{context.Modality.Name}' must be 1 to {MaxTokensLimit}; train the model again.");
        }

        return new WordFeaturizer(context.ReadFile(path, "word vectors", file => WordVectors.Read(file)), maxTokens);
    }

    /// <summary>Computes the features of a content's words.</summary>
    /// <param name="content">The content.</param>
    /// <param name="features">Receives <see cref="FeatureCount"/> numbers.</param>
    public void Featurize(PostContent content, Span<float> features)
    {
        var text = content.Text ?? "";
        Span<int> ids = stackalloc int[UsualTokens];
        var count = vectors.Vocabulary.Encode(text, ids);
        if (count == ids.Length)
        {
            vectors.Featurize(vectors.Vocabulary.Encode(text), maxTokens, features);
        }
        else
        {
            vectors.Featurize(ids[..count], maxTokens, features);
        }
    }
}
