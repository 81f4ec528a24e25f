namespace Moodstream.Abstractions.Posts;

/// <summary>What a post may be at most, wherever it is read.</summary>
public sealed record PostLimits
{
    /// <summary>Most UTF-16 characters of a post id or a user id, at least 1.</summary>
    public int MaxIdLength { get; init; } = 200;

    /// <summary>Most UTF-16 characters of the text, at least 1.</summary>
    public int MaxTextLength { get; init; } = 40_000;

    /// <summary>Most bytes of the picture's file, decoded from base64, at least 1.</summary>
    public int MaxPictureBytes { get; init; } = 10 * 1024 * 1024;
}
