using System.Text;
using Moodstream.Abstractions.Emotions;

namespace Moodstream.Grains.Storage;

/// <summary>An event made ready for the store, by whoever brings it, so that the one writer only compares and writes.</summary>
internal sealed class TimelineRow
{
    private readonly byte[] _user;
    private readonly byte[] _post;

    /// <summary>Makes a row.</summary>
    /// <param name="emotion">The event.</param>
    public TimelineRow(EmotionEvent emotion)
    {
        _user = TimelineKeys.User(emotion.UserId);
        _post = Encoding.UTF8.GetBytes(emotion.PostId);
        Emotion = emotion;
        Place = new TimelinePlace(emotion.Revision, emotion.CreatedAt.UtcTicks);
        RevisionKey = TimelineKeys.Revision(_user, _post);
        Value = TimelineValue.Write(emotion);
    }

    /// <summary>The event.</summary>
    public EmotionEvent Emotion { get; }

    /// <summary>Whether the row was not written, since its user was erased.</summary>
    public bool IsRefused { get; set; }

    /// <summary>Revision and creation time.</summary>
    public TimelinePlace Place { get; }

    /// <summary>Key of the post's latest revision.</summary>
    public byte[] RevisionKey { get; }

    /// <summary>Value of the entry.</summary>
    public byte[] Value { get; }

    /// <summary>The key of this post's entry at some creation time.</summary>
    /// <param name="createdTicks">UTC ticks.</param>
    public byte[] EntryKey(long createdTicks) => TimelineKeys.Entry(_user, createdTicks, _post);
}
