using System.Runtime.InteropServices;

namespace Moodstream.Abstractions.Posts;

/// <summary>
/// Keeps a picture as an array: Orleans cannot read back a nullable memory where two posts of one message share their
/// bytes; an array it can.
/// </summary>
internal static class PictureBytes
{
    /// <summary>The array to keep of a picture; null for none, and also for an empty one.</summary>
    // A null array becomes an empty memory without a word, in whoever sets a picture; empty is none.
    public static byte[]? Keep(ReadOnlyMemory<byte>? picture) => picture is { IsEmpty: false } memory
        ? MemoryMarshal.TryGetArray(memory, out var segment) && segment.Array!.Length == memory.Length ? segment.Array : memory.ToArray()
        : null;

    /// <summary>The picture of a kept array.</summary>
    public static ReadOnlyMemory<byte>? Read(byte[]? kept) => kept is null ? default(ReadOnlyMemory<byte>?) : kept;
}
