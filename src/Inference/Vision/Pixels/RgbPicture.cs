using System.Buffers;

namespace Moodstream.Inference.Vision.Pixels;

/// <summary>A decoded and resized picture: three bytes (red, green, blue) per pixel, row by row. Its buffer is pooled.</summary>
public sealed class RgbPicture : IDisposable
{
    private byte[]? _pixels;

    internal RgbPicture(int width, int height)
    {
        Width = width;
        Height = height;
        _pixels = ArrayPool<byte>.Shared.Rent(ByteCount);
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The bytes, <c>Height × Width × 3</c>.</summary>
    /// <exception cref="ObjectDisposedException">The picture was given back.</exception>
    public ReadOnlySpan<byte> Pixels => Writable;

    internal Span<byte> Writable
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pixels is null, this);
            return _pixels.AsSpan(0, ByteCount);
        }
    }

    private int ByteCount => Width * Height * 3;

    /// <summary>Gives the buffer back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pixels, null) is { } pixels)
        {
            ArrayPool<byte>.Shared.Return(pixels);
        }
    }
}
