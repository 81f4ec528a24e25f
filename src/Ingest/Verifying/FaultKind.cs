namespace Moodstream.Ingest.Verifying;

/// <summary>What can be wrong with the record that the topics and the timelines are.</summary>
public enum FaultKind
{
    /// <summary>The group committed past a post of which nothing was said.</summary>
    PassedUnfinished,

    /// <summary>A post of which nothing was said so far, and which the group has not committed: it is under way, or nobody consumes.</summary>
    NotYetFinished,

    /// <summary>A post in parts that has no final event though the time for further parts is over.</summary>
    NeverFinal,

    /// <summary>A revision of a post is missing between others.</summary>
    RevisionMissing,

    /// <summary>A revision was published for the first time after a later one.</summary>
    RevisionBackwards,

    /// <summary>An event's id, subject or key is not the one that user, post and revision make.</summary>
    WrongId,

    /// <summary>An id came again with other data, apart from the time of classification and the timings.</summary>
    DataDiffers,

    /// <summary>A message of the topic of events that is no event.</summary>
    Unreadable,

    /// <summary>A user's timeline lacks posts of which the topic has events.</summary>
    TimelineLacks,

    /// <summary>A timeline shows something else of a post than its latest event.</summary>
    TimelineDiffers,

    /// <summary>A timeline shows a post, or a revision of it, of which the topic has no event.</summary>
    TimelineAlone,

    /// <summary>A timeline shows a post of before its user's erasure.</summary>
    TimelineErased,

    /// <summary>A timeline shows a post that is past its retention.</summary>
    TimelineExpired,
}
