using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Interfaces.Erasures;

namespace Moodstream.Ingest.Publishing;

/// <summary>Publishes on <c>emotion-events</c> what closes posts.</summary>
internal sealed class ClosingPublisher(EmotionPublisher events, IErasedUsers erased) : IEmotionPublisher
{
    /// <inheritdoc/>
    public async Task PublishAsync(EmotionEvent emotion, byte[] json, CancellationToken cancellationToken)
    {
        await events.PublishAsync(emotion, json, cancellationToken);
        if (erased.Covers(emotion))
        {
            await events.PublishErasureAsync(emotion.UserId, cancellationToken);
        }
    }
}
