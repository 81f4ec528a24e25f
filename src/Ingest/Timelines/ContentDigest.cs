using System.IO.Hashing;
using System.Runtime.InteropServices;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Timelines;

/// <summary>
/// Tells a post that comes again from another one under the same id: a 128-bit hash (XXH3) over what the post says, each piece after its
/// length. Its times do not count: where a post names none, they are those of the message that brought it.
/// </summary>
internal static class ContentDigest
{
    // One weighs more than half a kilobyte, and every post needs one for a moment.
    [ThreadStatic]
    private static XxHash128? _hash;

    /// <summary>The digest of a complete post; never 0.</summary>
    public static UInt128 Of(SocialPost post)
    {
        var hash = _hash ??= new XxHash128();
        hash.Reset();
        Append(hash, post.Text is null ? null : MemoryMarshal.AsBytes(post.Text.AsSpan()), post.Text is null);
        Append(hash, post.Image is { } image ? image.Span : default, post.Image is null);
        Append(hash, post.Source is null ? null : MemoryMarshal.AsBytes(post.Source.AsSpan()), post.Source is null);
        var digest = hash.GetCurrentHashAsUInt128();
        return digest == 0 ? 1 : digest;
    }

    private static void Append(XxHash128 hash, ReadOnlySpan<byte> piece, bool isMissing)
    {
        var length = isMissing ? -1 : piece.Length;
        hash.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
        hash.Append(piece);
    }
}
