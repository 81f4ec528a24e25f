using Moodstream.Inference.Encoders;
using Moodstream.Inference.Models;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Text;

/// <summary>Keeps a model from texts that are read otherwise than those that it learnt from.</summary>
internal static class ReadingVersion
{
    /// <summary>What a bundle that says nothing was trained with.</summary>
    public const int First = 1;

    /// <summary>Checks what an encoder's settings say.</summary>
    /// <param name="context">The encoder's.</param>
    /// <param name="version">Version of the reading that the model was trained with.</param>
    /// <exception cref="ModelBundleException">It is another than this build's.</exception>
    public static void Check(EncoderContext context, int version)
    {
        if (version != WordTokenizer.Version)
        {
            throw new ModelBundleException(
                $"The model bundle {context.Bundle.Location} learnt from texts as reading {version} splits them, and this build has reading {WordTokenizer.Version}; train the model again.");
        }
    }
}
