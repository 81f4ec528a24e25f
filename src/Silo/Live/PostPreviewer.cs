using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Erasures;
using Moodstream.Grains.Interfaces.Emotions;
using Moodstream.Grains.Storage;
using Moodstream.Inference.Vision;
using Moodstream.Ingest.Feeding;
using Moodstream.Silo.Configuration.Options;

namespace Moodstream.Silo.Live;

/// <summary>
/// Makes previews as far as the settings allow. Pictures are made small for no more posts than one reader of the live
/// feed sees anyway, so that a flood of pictures costs no more than a trickle. Of a post in parts it remembers for some minutes what the parts
/// so far have shown, so that whichever part carries the event, its preview is of all of them.
/// </summary>
/// <param name="options">What may be shown.</param>
/// <param name="thumbnails">Makes pictures small.</param>
/// <param name="time">Clock.</param>
internal sealed class PostPreviewer(IOptions<LiveOptions> options, ThumbnailMaker thumbnails, TimeProvider time) : IPostPreviewer, IUserMemory
{
    private const int MaxCharacters = 500;
    private const int MaxThumbnailsPerSecond = 10;

    /// <summary>Decoding pictures for the model comes first, and an event does not wait for its preview.</summary>
    private static readonly TimeSpan ThumbnailPatience = TimeSpan.FromSeconds(2);

    private const int MaxParts = 1_000;
    private static readonly TimeSpan PartsLast = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly ErasureRegister _erasures = new();
    private readonly Dictionary<PostKey, (PostPreview Preview, DateTimeOffset Since)> _parts = [];
    private long _second;
    private int _thumbnails;

    /// <inheritdoc/>
    public async Task<PostPreview?> PreviewAsync(SocialPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        var text = options.Value.ShowText == true ? Beginning(post.Text) : null;
        ImmutableArray<byte> picture = [];
        var isShown = post.IsPart && Earlier(post.Key) is { Picture.IsEmpty: false };
        if (options.Value.ShowPictures == true && !isShown && post.Image is { } image && Admit() && await MakeSmallAsync(image) is { } small)
        {
            picture = [.. small];
        }

        return post.IsPart ? Remember(post, text, picture) : Of(text, picture);
    }

    /// <inheritdoc/>
    public void Erase(string userId, DateTimeOffset until)
    {
        lock (_gate)
        {
            _erasures.Add(userId, until);
            foreach (var post in _parts.Keys.Where(post => post.UserId == userId).ToList())
            {
                _parts.Remove(post);
            }
        }
    }

    private async Task<byte[]?> MakeSmallAsync(ReadOnlyMemory<byte> picture)
    {
        using CancellationTokenSource patience = new(ThumbnailPatience, time);
        try
        {
            return await thumbnails.MakeAsync(picture, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private PostPreview? Earlier(PostKey post)
    {
        lock (_gate)
        {
            return _parts.TryGetValue(post, out var found) && time.GetUtcNow() - found.Since < PartsLast ? found.Preview : null;
        }
    }

    /// <summary>Adds what a part shows to what the others did, which may have come while its picture was made small.</summary>
    private PostPreview? Remember(SocialPost post, string? text, ImmutableArray<byte> picture)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_erasures.Covers(post.UserId, post.CreatedAt, post.ReceivedAt))
            {
                return Of(text, picture);
            }

            var earlier = Earlier(post.Key);
            if (Of(text ?? earlier?.Text, picture.IsEmpty ? earlier?.Picture ?? [] : picture) is not { } whole)
            {
                return null;
            }

            _parts[post.Key] = (whole, now);
            if (_parts.Count > MaxParts)
            {
                // Room for as many again, so that this comes seldom.
                foreach (var old in _parts.OrderBy(part => part.Value.Since).Take(MaxParts / 2).Select(part => part.Key).ToList())
                {
                    _parts.Remove(old);
                }
            }

            return whole;
        }
    }

    private static PostPreview? Of(string? text, ImmutableArray<byte> picture) => text is null && picture.IsEmpty ? null : new PostPreview(text, picture);

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
