using System.Collections.Immutable;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// A validated post, or one part of a post, as it travels between grains. Limits on its fields are enforced where it
/// enters the system; a grain may rely on them.
/// </summary>
[GenerateSerializer, Immutable, Alias("moodstream.SocialPost")]
public sealed record SocialPost
{
    private static readonly ImmutableArray<Modality> Words = [Modality.Text];
    private static readonly ImmutableArray<Modality> Picture = [Modality.Image];
    private static readonly ImmutableArray<Modality> WordsAndPicture = [Modality.Text, Modality.Image];

    [Id(4)]
    private readonly byte[]? _image;

    /// <summary>Identifies the post among its author's; parts of one post share it.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The author; also the Kafka key.</summary>
    [Id(1)]
    public required string UserId { get; init; }

    /// <summary>When the author posted it, in UTC.</summary>
    [Id(2)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The words, or null where the post has none.</summary>
    [Id(3)]
    public string? Text { get; init; }

    /// <summary>The encoded picture file (JPEG, PNG, GIF or WebP), not yet decoded; null where the post has none, and never empty.</summary>
    public ReadOnlyMemory<byte>? Image
    {
        get => PictureBytes.Read(_image);
        init => _image = PictureBytes.Keep(value);
    }

    /// <summary>
    /// The modalities that the whole post will have, when it is sent in parts; empty for a post that is complete in itself.
    /// </summary>
    [Id(5)]
    public ImmutableArray<Modality> Expects { get; init; } = [];

    /// <summary>The source that it comes from, if known.</summary>
    [Id(6)]
    public string? Source { get; init; }

    /// <summary>BCP 47 language tag, if known.</summary>
    [Id(7)]
    public string? Lang { get; init; }

    /// <summary>When the post entered this system (its Kafka timestamp or the moment it was read), in UTC; queue time is counted from here.</summary>
    [Id(8)]
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Identifies the post among all posts of all users.</summary>
    public PostKey Key => new(UserId, Id);

    /// <summary>True where the post is one part of several and has to meet the others.</summary>
    public bool IsPart => !Expects.IsDefaultOrEmpty;

    /// <summary>
    /// The modalities whose content it carries itself; more may be derived from them. Posts that bring the same give the same array.
    /// </summary>
    public ImmutableArray<Modality> Brings => (Text, _image) switch
    {
        (null, null) => [],
        (not null, null) => Words,
        (null, not null) => Picture,
        _ => WordsAndPicture,
    };

    /// <summary>What it brings, as encoders see it.</summary>
    public PostContent Content => new() { Text = Text, Image = Image, Source = Source, Language = Lang };
}
