using System.Buffers.Binary;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Vision.Workers;

/// <summary>
/// What silo and worker say to each other over a pair of pipes. The silo begins with the limits, the worker answers <see cref="Ready"/>; then request
/// and answer in turn. Both ends are of one build, so that there are no versions. Numbers are little-endian.
/// </summary>
internal static class WorkerFrames
{
    /// <summary>The worker's first byte: it has the limits, and waits for pictures.</summary>
    public const byte Ready = (byte)'R';

    /// <summary>The first byte of an answer that goes on with the pixels; any other answer is one byte, by <see cref="Files.PictureFailures.OfDecoding"/>.</summary>
    public const byte Decoded = 0;

    private const int Number = sizeof(int);

    /// <summary>Tells the worker what a picture may cost.</summary>
    public static void WriteLimits(Stream requests, PictureOptions options) =>
        Write(requests, options.MaxBytes, options.MaxPixels, options.MaxMemoryMB, options.MaxCpuMs);

    /// <summary>Reads what <see cref="WriteLimits"/> wrote.</summary>
    /// <exception cref="EndOfStreamException">The silo has ended.</exception>
    public static PictureOptions ReadLimits(Stream requests) => new()
    {
        MaxBytes = Read(requests),
        MaxPixels = Read(requests),
        MaxMemoryMB = Read(requests),
        MaxCpuMs = Read(requests),
    };

    /// <summary>Sends a picture.</summary>
    public static void WriteRequest(Stream requests, ReadOnlySpan<byte> file, int width, int height)
    {
        Write(requests, width, height, file.Length);
        requests.Write(file);
        requests.Flush();
    }

    /// <summary>Reads the beginning of a request; the file follows.</summary>
    /// <exception cref="EndOfStreamException">The silo has ended.</exception>
    public static (int Width, int Height, int Length) ReadRequest(Stream requests) => (Read(requests), Read(requests), Read(requests));

    private static void Write(Stream stream, params ReadOnlySpan<int> numbers)
    {
        Span<byte> bytes = stackalloc byte[numbers.Length * Number];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[(i * Number)..], numbers[i]);
        }

        stream.Write(bytes);
        stream.Flush();
    }

    private static int Read(Stream stream)
    {
        Span<byte> bytes = stackalloc byte[Number];
        stream.ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }
}
