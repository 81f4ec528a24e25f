using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Emotions;

namespace Moodstream.Ingest.Feeding;

/// <summary>An event as those who watch get it.</summary>
/// <param name="Event">The event.</param>
/// <param name="Json">The event in its public JSON form, in UTF-8; nobody changes it.</param>
/// <param name="Preview">A little of the post's content, where the settings allow it.</param>
public readonly record struct ShownEvent(EmotionEvent Event, ReadOnlyMemory<byte> Json, PostPreview? Preview);
