using System.Collections.Frozen;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;

namespace Moodstream.Inference.Encoders;

/// <summary>The kinds of encoders that bundles may ask for.</summary>
internal sealed class EncoderRegistry(params IEnumerable<EncoderKind> kinds)
{
    private readonly FrozenDictionary<string, EncoderKind> _kinds = kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>Finds the kind of a modality's encoder.</summary>
    /// <exception cref="ModelBundleException">There is no such kind.</exception>
    public EncoderKind Get(ModalityManifest modality, string location) =>
        _kinds.TryGetValue(modality.Encoder, out var kind)
            ? kind
            : throw new ModelBundleException(
                $"The model bundle {location} asks for an encoder '{modality.Encoder}' for modality '{modality.Name}'; this build has {string.Join(", ", _kinds.Keys.Order(StringComparer.Ordinal))}.");
}
