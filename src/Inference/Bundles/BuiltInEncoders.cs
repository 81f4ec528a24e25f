using Moodstream.Inference.Adaptive;
using Moodstream.Inference.Encoders;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Tags;
using Moodstream.Inference.Text;
using Moodstream.Inference.Vision;

namespace Moodstream.Inference.Bundles;

/// <summary>The kinds of encoders that come with the library. A new one needs a folder of its own and a line here.</summary>
internal static class BuiltInEncoders
{
    /// <summary>All of them.</summary>
    public static EncoderRegistry Registry { get; } = new(
        WordsEncoder.Kind, WordsAndSentenceEncoder.Kind, AdaptiveEncoder.Kind, ResNet18Encoder.Kind, ResNet18Encoder.KindWithFaces, TagsEncoder.Kind);
}
