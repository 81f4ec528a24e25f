using System.Collections.Immutable;

namespace Moodstream.Grains.Interfaces.Emotions;

/// <summary>
/// A little of a post's own content, for people who watch the live feed; made only where the settings allow it, and kept
/// in memory alone.
/// </summary>
/// <param name="Text">The beginning of the words, or null.</param>
/// <param name="Picture">A small JPEG of the picture; empty for none.</param>
[GenerateSerializer, Immutable, Alias("moodstream.PostPreview")]
public sealed record PostPreview([property: Id(0)] string? Text, [property: Id(1)] ImmutableArray<byte> Picture);
