namespace Moodstream.Inference.Vision.Files;

/// <summary>Reads bits of a lossless WebP stream, lowest first. Behind its end it reads zeros.</summary>
/// <param name="data">The stream.</param>
internal ref struct LosslessBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private ulong _window;
    private int _count;
    private int _position;

    /// <summary>Whether more was read than there is.</summary>
    public readonly bool IsOver => (_position * 8L) - _count > _data.Length * 8L;

    /// <summary>Reads a number of at most 24 bits.</summary>
    public int Read(int bits)
    {
        Fill();
        var value = (int)(_window & ((1UL << bits) - 1));
        Skip(bits);
        return value;
    }

    /// <summary>The next bits, at least 15 of them, without passing over them.</summary>
    public int Peek()
    {
        Fill();
        return (int)(_window & 0x7FFF);
    }

    /// <summary>Passes over bits that were looked at.</summary>
    public void Skip(int bits)
    {
        _window >>= bits;
        _count -= bits;
    }

    private void Fill()
    {
        while (_count <= 48)
        {
            _window |= (ulong)(_position < _data.Length ? _data[_position] : 0) << _count;
            _position++;
            _count += 8;
        }
    }
}
