using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Inference.Vision;
using Moodstream.Ingest.Feeding;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Live;

/// <summary>
/// Makes previews as far as the settings allow. Pictures are made small for no more posts than one reader of the live
/// feed sees anyway, so that a flood of pictures costs no more than a trickle.
/// </summary>
/// <param name="options">What may be shown.</param>
/// <param name="thumbnails">Makes pictures small.</param>
/// <param name="time">Clock.</param>
internal sealed class PostPreviewer(IOptions<LiveOptions> options, ThumbnailMaker thumbnails, TimeProvider time) : IPostPreviewer
{
    private const int MaxCharacters = 500;
    private const int MaxThumbnailsPerSecond = 10;

    private long _second;
    private int _thumbnails;

    /// <inheritdoc/>
    public async Task<PostPreview?> PreviewAsync(SocialPost post)
    {
        var text = options.Value.ShowText == true ? Beginning(post.Text) : null;
        ImmutableArray<byte> picture = [];
        if (options.Value.ShowPictures == true && post.Image is { } image && Admit() && await thumbnails.MakeAsync(image) is { } small)
        {
            picture = [.. small];
        }

        return text is null && picture.IsEmpty ? null : new PostPreview(text, picture);
    }

    private static string? Beginning(string? text)
    {
        if (text is null || text.Length <= MaxCharacters)
        {
            return text;
        }

        // Not in the midst of what people see as one character.
        var length = 0;
        while (StringInfo.GetNextTextElementLength(text, length) is var next && length + next <= MaxCharacters)
        {
            length += next;
        }

        return $"{text.AsSpan(0, length)}…";
    }

    private bool Admit()
    {
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (Interlocked.Exchange(ref _second, second) != second)
        {
            Interlocked.Exchange(ref _thumbnails, 0);
        }

        return Interlocked.Increment(ref _thumbnails) <= MaxThumbnailsPerSecond;
    }
}
