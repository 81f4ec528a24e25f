using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Options;

/// <summary>Takes the limits of posts out of the settings.</summary>
internal static class PostLimitsExtensions
{
    public static PostLimits Limits(this IngestOptions options) => new()
    {
        MaxIdLength = options.MaxIdLength,
        MaxTextLength = options.MaxTextLength,
        MaxPictureBytes = options.MaxPictureBytes,
    };
}
