using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Emotions;

namespace Moodstream.Silo.Live;

/// <summary>Counts events. Not safe for concurrent use.</summary>
internal sealed class EmotionTally
{
    private readonly Dictionary<string, int> _emotions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _modalities = new(StringComparer.Ordinal);

    /// <summary>All events.</summary>
    public int Events { get; private set; }

    /// <summary>First events of posts, which is as many as posts.</summary>
    public int Posts { get; private set; }

    /// <summary>Events of posts that wait for more parts.</summary>
    public int Provisional { get; private set; }

    /// <summary>Events by emotion.</summary>
    public IReadOnlyDictionary<string, int> Emotions => _emotions;

    /// <summary>Events by what they were worked out from, such as <c>text+image</c>.</summary>
    public IReadOnlyDictionary<string, int> Modalities => _modalities;

    /// <summary>From the arrival of posts to the arrival of their events here.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>Adds an event.</summary>
    /// <param name="emotion">The event.</param>
    /// <param name="latencyMs">From its post's arrival until now.</param>
    public void Add(EmotionEvent emotion, double latencyMs)
    {
        Events++;
        Posts += emotion.Revision == 1 ? 1 : 0;
        Provisional += emotion.Status == EmotionStatus.Final ? 0 : 1;
        Add(_emotions, emotion.Emotion, 1);
        Add(_modalities, NameOf(emotion), 1);
        Latency.Add(latencyMs);
    }

    /// <summary>Adds all events that another silo counted.</summary>
    /// <param name="counts">Its counts.</param>
    public void Add(FeedCounts counts)
    {
        Add(counts.Events, counts.Posts, counts.Provisional, counts.Emotions, counts.Modalities);
        Latency.Add(counts.Latencies.AsSpan());
    }

    /// <summary>The counts as another silo gets them.</summary>
    public FeedCounts ToCounts() => new()
    {
        Events = Events,
        Posts = Posts,
        Provisional = Provisional,
        Emotions = _emotions.ToImmutableDictionary(StringComparer.Ordinal),
        Modalities = _modalities.ToImmutableDictionary(StringComparer.Ordinal),
        Latencies = Latency.Counts,
    };

    /// <summary>Adds all events of another tally.</summary>
    /// <param name="other">The other.</param>
    public void Add(EmotionTally other)
    {
        Add(other.Events, other.Posts, other.Provisional, other._emotions, other._modalities);
        Latency.Add(other.Latency);
    }

    private void Add(
        int events, int posts, int provisional, IEnumerable<KeyValuePair<string, int>> emotions, IEnumerable<KeyValuePair<string, int>> modalities)
    {
        Events += events;
        Posts += posts;
        Provisional += provisional;
        foreach (var (name, count) in emotions)
        {
            Add(_emotions, name, count);
        }

        foreach (var (name, count) in modalities)
        {
            Add(_modalities, name, count);
        }
    }

    private static string NameOf(EmotionEvent emotion) =>
        emotion.Modalities is [var only] ? only.Name : string.Join('+', emotion.Modalities.Select(modality => modality.Name));

    private static void Add(Dictionary<string, int> counts, string name, int count) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, name, out _) += count;
}
