using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Posts;

/// <summary>
/// Says what no part carries: the last word on a post whose other parts did not come. As with every event, it is kept before it is published,
/// and what was kept before is what is published.
/// </summary>
internal sealed class PostClosing(ITimelineStore timelines, IEmotionPublisher publisher)
{
    /// <summary>Keeps and publishes an event.</summary>
    /// <param name="emotion">The event.</param>
    /// <param name="cancellationToken">Gives up waiting for Kafka.</param>
    /// <returns>Done when the server confirmed it, or where its author was erased meanwhile.</returns>
    public async Task SayAsync(EmotionEvent emotion, CancellationToken cancellationToken)
    {
        var entry = new TimelineEntry
        {
            Post = emotion.Post,
            Revision = emotion.Revision,
            CreatedAt = emotion.CreatedAt,
            ReceivedAt = emotion.ReceivedAt,
            Emotion = emotion.Emotion,
            Content = 0,
            Json = EmotionJson.Write(emotion),
        };
        var unstored = await timelines.AppendAsync([entry]);
        if (unstored is [] or [{ Reason: UnstoredReason.Repeated }])
        {
            await publisher.PublishAsync(emotion, unstored is [{ Json: { } kept }] ? kept : entry.Json, cancellationToken);
        }
    }
}
