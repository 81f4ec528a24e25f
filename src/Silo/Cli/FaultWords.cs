using Moodstream.Ingest.Verifying;

namespace Moodstream.Silo.Cli;

/// <summary>Faults in words.</summary>
internal static class FaultWords
{
    /// <summary>What is wrong.</summary>
    /// <param name="kind">The kind of fault.</param>
    public static string Of(FaultKind kind) => kind switch
    {
        FaultKind.PassedUnfinished => "Posts without an event or a dead letter that the group has committed",
        FaultKind.NotYetFinished => "Posts without an event or a dead letter so far, not committed yet",
        FaultKind.NeverFinal => "Posts in parts without a final event, though the time for further parts is over",
        FaultKind.RevisionMissing => "Posts with a revision missing between others",
        FaultKind.RevisionBackwards => "Revisions that came for the first time after a later one",
        FaultKind.WrongId => "Events whose id, subject or key does not fit them",
        FaultKind.DataDiffers => "Ids that came again with other data",
        FaultKind.Unreadable => "Messages on the topic of events that are no events",
        FaultKind.TimelineLacks => "Timelines that lack posts",
        FaultKind.TimelineDiffers => "Entries of timelines that are not the latest event of their post",
        FaultKind.TimelineAlone => "Entries of timelines without an event on the topic",
        FaultKind.TimelineErased => "Entries of timelines from before their user's erasure",
        FaultKind.TimelineExpired => "Entries of timelines past Timeline:RetentionDays",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
