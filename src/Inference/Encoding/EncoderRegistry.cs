using System.Collections.Frozen;

namespace Moodstream.Inference;

/// <summary>The kinds of encoders. A new one needs its own folder and a line here.</summary>
internal sealed class EncoderRegistry(params IEnumerable<EncoderKind> kinds)
{
    private readonly FrozenDictionary<string, EncoderKind> _kinds = kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The kinds that come with the library.</summary>
    public static EncoderRegistry Default { get; } = new(WordsEncoder.Kind, WordsAndSentenceEncoder.Kind, ResNet18Encoder.Kind, TagsEncoder.Kind);

    /// <summary>Finds the kind of a modality's encoder.</summary>
    /// <exception cref="ModelBundleException">There is no such kind.</exception>
    public EncoderKind Get(ModalityManifest modality, string location) =>
        _kinds.TryGetValue(modality.Encoder, out var kind)
            ? kind
            : throw new ModelBundleException(
                $"The model bundle {location} asks for an encoder '{modality.Encoder}' for modality '{modality.Name}'; this build has {string.Join(", ", _kinds.Keys.Order(StringComparer.Ordinal))}.");
}
