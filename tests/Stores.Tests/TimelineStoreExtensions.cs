using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;

namespace Moodstream.Stores.Tests;

/// <summary>Writes of tests that care for events alone.</summary>
internal static class TimelineStoreExtensions
{
    /// <summary>Appends events as of posts that came in parts, whose content does not matter.</summary>
    /// <returns>The events that were refused, since their users were erased.</returns>
    public static async Task<ImmutableArray<EmotionEvent>> AppendAsync(this ITimelineStore store, ImmutableArray<EmotionEvent> events)
    {
        var unstored = await store.AppendAsync([.. events.Select(emotion => emotion.ToEntry(content: 0))]);
        return [.. unstored.Where(entry => entry.Reason == UnstoredReason.Erased).Select(entry => events[entry.Index])];
    }
}
