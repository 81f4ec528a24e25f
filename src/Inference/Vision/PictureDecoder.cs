using System.Runtime.InteropServices;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Decodes pictures that strangers sent, at a bounded cost. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Checks go from cheap to dear: bytes, magic number, outline of the file, pixels by its header, then the first frame within a
/// memory limit and a deadline. Whatever a decoder throws is a <see cref="PostFailure"/>. Pictures are turned upright by their
/// EXIF orientation, transparent ones laid on white.
/// </remarks>
public sealed class PictureDecoder : IDisposable
{
    private static readonly JpegDecoder Jpeg = new();
    private static readonly PngDecoder Png = new() { IgnoreMetadata = true };
    private static readonly WebpDecoder Webp = new() { IgnoreMetadata = true };
    private static readonly GifDecoder Gif = new() { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First };

    private readonly PictureOptions _options;
    private readonly TimeProvider _time;
    private readonly Configuration _configuration;
    private readonly SemaphoreSlim _slots;

    /// <summary>Makes a decoder.</summary>
    /// <param name="options">What a picture may cost.</param>
    /// <param name="time">Measures the deadline; the system's clock where null.</param>
    public PictureDecoder(PictureOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time ?? TimeProvider.System;
        _slots = new SemaphoreSlim(options.MaxConcurrentDecodes > 0 ? options.MaxConcurrentDecodes : Environment.ProcessorCount);
        _configuration = new Configuration
        {
            // Decodes run beside each other, not within each other.
            MaxDegreeOfParallelism = 1,
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
            {
                AllocationLimitMegabytes = 1 + (int)(options.MaxPixels * 4L / (1024 * 1024)),
            }),
        };
    }

    /// <summary>Decodes a picture and resizes it; its proportions are not kept, so that nothing of it is lost.</summary>
    /// <param name="file">A picture file of any content and length.</param>
    /// <param name="width">Width of the result, at least 1.</param>
    /// <param name="height">Height of the result, at least 1.</param>
    /// <param name="cancellationToken">Gives up waiting; a decode that has begun runs on until it notices.</param>
    /// <returns>The pixels or the reason for their absence; no content of <paramref name="file"/> makes this throw.</returns>
    public async Task<DecodedPicture> DecodeAsync(ReadOnlyMemory<byte> file, int width, int height, CancellationToken cancellationToken = default)
    {
        if (CheckOutline(file.Span, out var format) is { } failure)
        {
            return new(null, failure);
        }

        await _slots.WaitAsync(cancellationToken);
        var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(_options.DecodeTimeoutMs), _time);
        var expired = deadline.Token;
        var decoding = Task.Run(
            () =>
            {
                try
                {
                    return Decode(file, format, width, height, expired);
                }
                finally
                {
                    _slots.Release();
                }
            },
            CancellationToken.None);
        return await AwaitWithinAsync(deadline, decoding, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private PostFailure? CheckOutline(ReadOnlySpan<byte> file, out PictureFormat format)
    {
        format = PictureFormat.Unknown;
        if (file.Length > _options.MaxBytes)
        {
            return PictureFailures.TooManyBytes(file.Length, _options.MaxBytes);
        }

        format = PictureStructure.FormatOf(file);
        if (format == PictureFormat.Unknown)
        {
            return PictureFailures.Format;
        }

        return PictureStructure.IsComplete(format, file) ? null : PictureFailures.Truncated;
    }

    private async Task<DecodedPicture> AwaitWithinAsync(CancellationTokenSource deadline, Task<DecodedPicture> decoding, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await decoding.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Some decoders look at the token seldom: the caller goes on, and the slot stays taken until the decoder ends.
            _ = decoding.ContinueWith(
                static finished => finished.Result.Picture?.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            cancellationToken.ThrowIfCancellationRequested();
            return new(null, PictureFailures.TooSlow(_options.DecodeTimeoutMs));
        }
        finally
        {
            await deadline.CancelAsync();
            deadline.Dispose();
        }
    }

#pragma warning disable CA1031 // Mutated files make decoders throw far more than their documented exceptions.
    private DecodedPicture Decode(ReadOnlyMemory<byte> file, PictureFormat format, int width, int height, CancellationToken deadline)
    {
        try
        {
            using var stream = OpenStream(file);
            return format switch
            {
                PictureFormat.Jpeg => Decode<Rgb24>(Jpeg, stream, width, height, CopyOpaque, deadline),
                PictureFormat.Png => Decode<Rgba32>(Png, stream, width, height, CopyOnWhite, deadline),
                PictureFormat.Gif => Decode<Rgba32>(Gif, stream, width, height, CopyOnWhite, deadline),
                _ => Decode<Rgba32>(Webp, stream, width, height, CopyOnWhite, deadline),
            };
        }
        catch (OperationCanceledException)
        {
            return new(null, PictureFailures.TooSlow(_options.DecodeTimeoutMs));
        }
        catch (Exception exception) when (exception is InvalidMemoryOperationException or OutOfMemoryException)
        {
            return new(null, PictureFailures.TooMuchMemory);
        }
        catch (Exception)
        {
            return new(null, PictureFailures.Corrupt);
        }
    }
#pragma warning restore CA1031

    private DecodedPicture Decode<TPixel>(
        IImageDecoder decoder, Stream stream, int width, int height, Action<Image<TPixel>, RgbPicture> copy, CancellationToken deadline)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        var info = ((IImageInfoDetector)decoder).Identify(_configuration, stream, deadline);
        if (info is null || info.Width < 1 || info.Height < 1)
        {
            return new(null, PictureFailures.Corrupt);
        }

        if ((long)info.Width * info.Height > _options.MaxPixels)
        {
            return new(null, PictureFailures.TooManyPixels(info.Width, info.Height, _options.MaxPixels));
        }

        stream.Position = 0;
        using var image = decoder.Decode<TPixel>(_configuration, stream, deadline);
        deadline.ThrowIfCancellationRequested();

        // Turning the small picture is cheap; before it is turned, its sides may be the other way round.
        var size = IsTurnedByExif(image) ? new Size(height, width) : new Size(width, height);
        image.Mutate(context => context.Resize(size, KnownResamplers.Triangle, compand: false).AutoOrient());
        var picture = new RgbPicture(width, height);
        copy(image, picture);
        return new(picture, null);
    }

    private static bool IsTurnedByExif(Image image) =>
        image.Metadata.ExifProfile?.GetValue(ExifTag.Orientation)?.Value is >= ExifOrientationMode.LeftTop and <= ExifOrientationMode.LeftBottom;

    private static void CopyOpaque(Image<Rgb24> image, RgbPicture picture) =>
        image.CopyPixelDataTo(picture.Writable);

    private static void CopyOnWhite(Image<Rgba32> image, RgbPicture picture) => image.ProcessPixelRows(rows =>
    {
        var target = picture.Writable;
        for (var y = 0; y < rows.Height; y++)
        {
            foreach (var pixel in rows.GetRowSpan(y))
            {
                target[0] = OnWhite(pixel.R, pixel.A);
                target[1] = OnWhite(pixel.G, pixel.A);
                target[2] = OnWhite(pixel.B, pixel.A);
                target = target[3..];
            }
        }
    });

    private static byte OnWhite(byte colour, byte alpha) => (byte)(((colour * alpha) + (255 * (255 - alpha)) + 127) / 255);

    private static MemoryStream OpenStream(ReadOnlyMemory<byte> file) =>
        MemoryMarshal.TryGetArray(file, out var segment)
            ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
            : new MemoryStream(file.ToArray(), writable: false);
}
