using System.Collections.Immutable;

namespace Moodstream.Trainer;

/// <summary>What a tower may need to know to be stored.</summary>
/// <param name="Width">Width of the space where modalities meet.</param>
/// <param name="Words">The words in the order of their rows; empty where the model reads none.</param>
/// <param name="MaxWords">Most words that are read of a text.</param>
internal sealed record TowerExportContext(int Width, ImmutableArray<string> Words, int MaxWords);
