namespace Moodstream.Ingest.Verifying;

/// <summary>
/// Which posts timelines have to show and which they must not, by the times at which they were made. Those in between may come or go while a
/// verification runs, or by the clocks of other machines.
/// </summary>
/// <param name="retention">How long timelines keep posts; null for ever.</param>
/// <param name="now">The time, in UTC.</param>
internal sealed class KeptSpan(TimeSpan? retention, DateTimeOffset now)
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _earliest = retention is { } span && now - DateTimeOffset.MinValue > span + Tolerance ? now - span : DateTimeOffset.MinValue + Tolerance;

    /// <summary>Whether timelines have to show a post.</summary>
    public bool Holds(DateTimeOffset createdAt) => retention is null || createdAt >= _earliest + Tolerance;

    /// <summary>Whether timelines must not show a post.</summary>
    public bool IsPast(DateTimeOffset createdAt) => retention is not null && createdAt < _earliest - Tolerance;
}
