using System.Collections.Concurrent;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Verifying;

/// <summary>Compares timelines with what the topic says. Several users may be compared at a time.</summary>
/// <param name="events">What the topic says.</param>
/// <param name="source">Reads timelines.</param>
/// <param name="kept">What they have to show.</param>
/// <param name="faults">What is wrong.</param>
internal sealed class TimelineComparison(EventLedger events, ITimelineSource source, KeptSpan kept, Faults faults)
{
    private readonly ConcurrentDictionary<(PostKey Post, int Revision), bool> _ahead = new();

    /// <summary>Events in timelines that the topic did not have when it was read: what is kept is published only afterwards.</summary>
    public bool IsAhead => !_ahead.IsEmpty;

    /// <summary>Compares a user's timeline.</summary>
    public async Task CompareAsync(string userId, UserAccount user, CancellationToken cancellationToken)
    {
        // Whether each counts among those that the timeline has to show.
        var posts = new Dictionary<string, bool>(StringComparer.Ordinal);
        await foreach (var json in source.ReadAsync(userId, cancellationToken))
        {
            Compare(userId, json.Span, posts);
        }

        if (posts.Values.Count(isKept => isKept) is var shown && shown < user.Posts)
        {
            faults.Add(FaultKind.TimelineLacks, $"{userId}: {user.Posts - shown} of {user.Posts} posts");
        }
    }

    /// <summary>Takes an event that came to the topic after that was read.</summary>
    public void TakeLate(PostKey post, int revision) => _ahead.TryRemove((post, revision), out _);

    /// <summary>Reports what the topic does not have even now.</summary>
    public void Conclude()
    {
        foreach (var (post, revision) in _ahead.Keys)
        {
            faults.Add(FaultKind.TimelineAlone, post.EventId(revision));
        }
    }

    private void Compare(string userId, ReadOnlySpan<byte> json, Dictionary<string, bool> posts)
    {
        if (EventLedger.Read(json) is not { } read)
        {
            faults.Add(FaultKind.TimelineDiffers, $"{userId}: an entry is no event");
            return;
        }

        var (entry, digest) = read;
        if (kept.IsPast(entry.CreatedAt))
        {
            faults.Add(FaultKind.TimelineExpired, entry.EventId);
        }
        else if (events.Find(entry.Post) is not { } account)
        {
            if (events.IsErased(userId, entry.CreatedAt.ToUnixTimeMilliseconds()))
            {
                faults.Add(FaultKind.TimelineErased, entry.EventId);
            }
            else
            {
                _ahead[(entry.Post, entry.Revision)] = true;
            }
        }
        else if (entry.UserId != userId || !posts.TryAdd(entry.PostId, account.IsKept) || entry.Revision < account.Revision)
        {
            faults.Add(FaultKind.TimelineDiffers, entry.EventId);
        }
        else if (entry.Revision > account.Revision)
        {
            _ahead[(entry.Post, entry.Revision)] = true;
        }
        else if (digest != account.Latest)
        {
            faults.Add(FaultKind.TimelineDiffers, entry.EventId);
        }
    }
}
