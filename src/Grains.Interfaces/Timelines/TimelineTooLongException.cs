namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>A span of a timeline holds more posts than one answer may count; a shorter span will do.</summary>
[GenerateSerializer, Alias("moodstream.TimelineTooLongException")]
public sealed class TimelineTooLongException() : Exception($"The span holds more than {MaxPosts} posts; ask for a shorter one.")
{
    /// <summary>Most posts that one answer may count.</summary>
    public const int MaxPosts = 1_000_000;
}
