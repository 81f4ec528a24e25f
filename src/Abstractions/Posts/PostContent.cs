namespace Moodstream.Abstractions.Posts;

/// <summary>What a post brings, as encoders see it. Each encoder reads the part that is its own and ignores the rest.</summary>
[GenerateSerializer, Immutable, Alias("moodstream.PostContent")]
public sealed record PostContent
{
    [Id(1)]
    private readonly byte[]? _image;

    /// <summary>The words; null or blank where there are none.</summary>
    [Id(0)]
    public string? Text { get; init; }

    /// <summary>The encoded picture file (JPEG, PNG, GIF or WebP); null where there is none, and never empty.</summary>
    public ReadOnlyMemory<byte>? Image
    {
        get => PictureBytes.Read(_image);
        init => _image = PictureBytes.Keep(value);
    }

    /// <summary>The source that the post comes from, or null.</summary>
    [Id(2)]
    public string? Source { get; init; }

    /// <summary>BCP 47 tag of the words' language, as the post gives it, or null.</summary>
    [Id(3)]
    public string? Language { get; init; }

    /// <summary>Bytes of the words (UTF-16), the picture and the source, the measure by which calls to other silos are bounded.</summary>
    public long SizeInBytes => (2L * ((Text?.Length ?? 0) + (Source?.Length ?? 0))) + (_image?.Length ?? 0);
}
