using System.Collections.Immutable;

namespace Moodstream.Silo.Timelines;

/// <summary>What <c>GET /api/users/{userId}/summary</c> answers: how many posts of a user express what, bucket by bucket.</summary>
/// <param name="UserId">The user.</param>
/// <param name="From">Beginning of the span, inclusive.</param>
/// <param name="To">End of the span, exclusive.</param>
/// <param name="Bucket">Kind of bucket, as it was asked for.</param>
/// <param name="TimeZone">IANA name of the time zone.</param>
/// <param name="Posts">Posts in the span.</param>
/// <param name="Counts">Posts by emotion.</param>
/// <param name="Buckets">The buckets, oldest first, without gaps.</param>
internal sealed record SummaryAnswer(
    string UserId,
    DateTimeOffset From,
    DateTimeOffset To,
    string Bucket,
    string TimeZone,
    long Posts,
    ImmutableSortedDictionary<string, long> Counts,
    ImmutableArray<SummaryBucket> Buckets);

/// <summary>One bucket of a summary.</summary>
/// <param name="Start">Its beginning, inclusive, with the offset of the time zone.</param>
/// <param name="End">Its end, exclusive.</param>
/// <param name="Posts">Posts in it.</param>
/// <param name="Counts">Posts by emotion, without the emotions of none.</param>
internal sealed record SummaryBucket(DateTimeOffset Start, DateTimeOffset End, long Posts, ImmutableSortedDictionary<string, long> Counts);
