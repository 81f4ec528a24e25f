namespace Moodstream.Silo.Configuration.Options;

/// <summary>What callers may do. Whoever administers may do all.</summary>
internal static class Roles
{
    /// <summary>Send posts.</summary>
    public const string SendPosts = "send-posts";

    /// <summary>Read the live feed, its trend, what models there are and how the silos are; classify without storing.</summary>
    public const string ReadEvents = "read-events";

    /// <summary>Read timelines and summaries of users.</summary>
    public const string ReadTimelines = "read-timelines";

    /// <summary>Erase users and activate models.</summary>
    public const string Administer = "administer";

    /// <summary>All of them.</summary>
    public static readonly string[] All = [SendPosts, ReadEvents, ReadTimelines, Administer];
}
