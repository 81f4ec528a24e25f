using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Grains.Posts;

/// <summary>Recognises parts by their content: the same content is the same part, however often it is delivered.</summary>
internal static class PartDigest
{
    /// <summary>The digest of a part.</summary>
    /// <param name="part">The part.</param>
    /// <returns>SHA-256 over the content, each piece after its length, in hexadecimal.</returns>
    public static string Of(SocialPost part)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, part.Text is null ? null : MemoryMarshal.AsBytes(part.Text.AsSpan()), part.Text is null);
        Append(hash, part.Image is { } image ? image.Span : default, part.Image is null);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> piece, bool missing)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, missing ? -1 : piece.Length);
        hash.AppendData(length);
        hash.AppendData(piece);
    }
}
