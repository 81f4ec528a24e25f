using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// The name of one kind of content that a post can bring, such as <c>text</c> or <c>image</c>.
/// The set is open: a modality is whatever a model bundle has an encoder for.
/// </summary>
/// <param name="Name">Lower-case name, as it stands in events and in bundle manifests.</param>
[GenerateSerializer, Immutable, Alias("moodstream.Modality")]
[JsonConverter(typeof(ModalityJsonConverter))]
public readonly record struct Modality([property: Id(0)] string Name)
{
    /// <summary>Words.</summary>
    public static readonly Modality Text = new("text");

    /// <summary>One picture.</summary>
    public static readonly Modality Image = new("image");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
