using System.Collections.Immutable;

namespace Moodstream.Silo.Live;

/// <summary>What <c>GET /api/emotions/trend</c> answers: counts of all events of the cluster that this silo has seen since its start.</summary>
/// <param name="From">Beginning of the first step, in UTC.</param>
/// <param name="To">Up to when events are counted, in UTC: the <c>at</c> of the latest pulse of the live feed. The last step is still running.</param>
/// <param name="Since">Since when this silo counts, in UTC: its start. What was before is in no step.</param>
/// <param name="BucketSeconds">Length of a step.</param>
/// <param name="Emotions">The emotions that events can have: those of the model in use, and others that were seen.</param>
/// <param name="Buckets">The steps, oldest first.</param>
internal sealed record TrendAnswer(
    DateTimeOffset From, DateTimeOffset To, DateTimeOffset Since, double BucketSeconds, ImmutableArray<string> Emotions, ImmutableArray<TrendBucket> Buckets);

/// <summary>One step of a trend.</summary>
/// <param name="Start">Its beginning, in UTC.</param>
/// <param name="Events">Events in it.</param>
/// <param name="Posts">First events of posts in it.</param>
/// <param name="Provisional">Events of posts that wait for more parts.</param>
/// <param name="Counts">Events by emotion, without the emotions of none.</param>
/// <param name="Modalities">Events by what they were worked out from, such as <c>text+image</c>.</param>
/// <param name="LatencyMs">From the arrival of posts to the arrival of their events, in milliseconds.</param>
internal sealed record TrendBucket(
    DateTimeOffset Start,
    int Events,
    int Posts,
    int Provisional,
    IReadOnlyDictionary<string, int> Counts,
    IReadOnlyDictionary<string, int> Modalities,
    LatencyAnswer LatencyMs);

/// <summary>Quantiles of a duration; null where nothing was measured.</summary>
/// <param name="P50">Half took no longer.</param>
/// <param name="P99">99 % took no longer.</param>
internal sealed record LatencyAnswer(double? P50, double? P99);
