namespace Moodstream.Inference.Models;

/// <summary>What a post brings, as encoders see it. Each encoder reads the part that is its own and ignores the rest.</summary>
public sealed record PostContent
{
    /// <summary>The words; null or blank where there are none.</summary>
    public string? Text { get; init; }

    /// <summary>The encoded picture file (JPEG, PNG, GIF or WebP); null or empty where there is none.</summary>
    public ReadOnlyMemory<byte>? Image { get; init; }

    /// <summary>The network or community that the post comes from, or null.</summary>
    public string? Source { get; init; }
}
