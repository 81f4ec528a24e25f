using System.Buffers.Binary;

namespace Moodstream.Grains.Postgres;

/// <summary>128-bit numbers in the form in which PostgreSQL keeps them in the fewest bytes.</summary>
internal static class Uuid
{
    /// <summary>The form of a number.</summary>
    public static Guid Of(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The number of a form.</summary>
    public static UInt128 Number(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
