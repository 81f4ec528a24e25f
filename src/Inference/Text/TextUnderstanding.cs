namespace Moodstream.Inference.Text;

/// <summary>What a model could read of a text.</summary>
/// <param name="Language">The language: the BCP 47 tag that the post gives, or the ISO 639-1 code that its words tell; null where nothing tells it.</param>
/// <param name="IsRead">Whether the model reads that language.</param>
/// <param name="Coverage">Share of its words and emoji that the model knows, 0–1; words of a language that it does not read are none of them.</param>
internal readonly record struct TextUnderstanding(string? Language, bool IsRead, float Coverage);
