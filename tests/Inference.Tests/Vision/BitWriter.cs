namespace Moodstream.Inference.Tests.Vision;

/// <summary>Writes bits as lossless WebP streams have them: lowest first.</summary>
internal sealed class BitWriter
{
    private readonly List<byte> _bytes = [];
    private int _used;

    public BitWriter Write(int value, int bits)
    {
        for (var i = 0; i < bits; i++)
        {
            if (_used++ % 8 == 0)
            {
                _bytes.Add(0);
            }

            _bytes[^1] |= (byte)(((value >> i) & 1) << ((_used - 1) % 8));
        }

        return this;
    }

    /// <summary>A prefix code of one symbol, 0, which takes no bits.</summary>
    public BitWriter WriteNothingCode() => Write(0b0001, 4);

    /// <summary>A prefix code of two symbols: a bit of 0 or 1.</summary>
    public BitWriter WriteCode(int first, int second) => Write(0b111, 3).Write(first, 8).Write(second, 8);

    public byte[] ToArray(int padding = 64) => [.. _bytes, .. new byte[padding]];
}
