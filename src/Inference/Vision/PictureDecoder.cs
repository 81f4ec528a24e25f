using System.Buffers;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision.Files;
using Moodstream.Inference.Vision.Pixels;
using Moodstream.Inference.Vision.Workers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Memory;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Decodes pictures that strangers sent, at a bounded cost. Safe for concurrent use. Every picture that the program reads comes through here.
/// </summary>
/// <remarks>
/// Checks go from cheap to dear: bytes, magic number, and the outline of the file, which tells pixels, passes and memory. The decoder then gets the first
/// frame without any metadata, and a limit of processor time. Whatever it throws is a <see cref="PostFailure"/>. Pictures are turned upright by their
/// EXIF orientation, transparent ones laid on white.
/// </remarks>
public sealed class PictureDecoder
{
    private static readonly JpegDecoder Jpeg = new() { IgnoreMetadata = true };
    private static readonly PngDecoder Png = new() { IgnoreMetadata = true };
    private static readonly WebpDecoder Webp = new() { IgnoreMetadata = true };
    private static readonly GifDecoder Gif = new() { IgnoreMetadata = true, DecodingMode = FrameDecodingMode.First };

    private readonly PictureOptions _options;
    private readonly Func<TimeSpan> _cpu;
    private readonly Configuration _configuration;
    private readonly DecodeQueue _queue;
    private readonly DecodeWorkers? _workers;

    /// <summary>Makes a decoder.</summary>
    /// <param name="options">What a picture may cost. Decoders with the same object share its limits on all decodes at a time.</param>
    public PictureDecoder(PictureOptions options)
        : this(options, static () => ThreadCpu.Now, options is { Worker: true } ? DecodeWorkers.For(options) : null)
    {
    }

    /// <summary>Makes a decoder.</summary>
    /// <param name="options">What a picture may cost.</param>
    /// <param name="cpu">Processor time that the thread at hand has used.</param>
    /// <param name="workers">Processes that decode; null to decode in this one.</param>
    internal PictureDecoder(PictureOptions options, Func<TimeSpan> cpu, DecodeWorkers? workers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _cpu = cpu;
        _workers = workers;
        _queue = DecodeQueue.For(options);
        _configuration = new Configuration
        {
            // Decodes run beside each other, not within each other.
            MaxDegreeOfParallelism = 1,
            MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions
            {
                AllocationLimitMegabytes = options.MaxMemoryMB,
                MaximumPoolSizeMegabytes = options.MaxMemoryMB,
            }),
        };
    }

    /// <summary>Decodes a picture and resizes it; its proportions are not kept, so that nothing of it is lost.</summary>
    /// <param name="file">A picture file of any content and length.</param>
    /// <param name="width">Width of the result, at least 1.</param>
    /// <param name="height">Height of the result, at least 1.</param>
    /// <param name="cancellationToken">Gives up waiting; a decode that has begun runs on until it ends.</param>
    /// <returns>The pixels or the reason for their absence; no content of <paramref name="file"/> makes this throw.</returns>
    public Task<DecodedPicture> DecodeAsync(ReadOnlyMemory<byte> file, int width, int height, CancellationToken cancellationToken = default) =>
        DecodeAsync(file, [_ => new Size(width, height)], cancellationToken);

    /// <summary>Decodes a picture once and resizes it twice: as <see cref="DecodeAsync(ReadOnlyMemory{byte}, int, int, CancellationToken)"/> does, and with its proportions kept.</summary>
    /// <param name="file">A picture file of any content and length.</param>
    /// <param name="width">Width of the result, at least 1.</param>
    /// <param name="height">Height of the result, at least 1.</param>
    /// <param name="longestSide">What the longer side of <see cref="DecodedPicture.Whole"/> will have, at least 1; a smaller picture is enlarged.</param>
    /// <param name="cancellationToken">Gives up waiting; a decode that has begun runs on until it ends.</param>
    /// <returns>The pixels or the reason for their absence; no content of <paramref name="file"/> makes this throw.</returns>
    public Task<DecodedPicture> DecodeAsync(
        ReadOnlyMemory<byte> file, int width, int height, int longestSide, CancellationToken cancellationToken = default) =>
        DecodeAsync(file, [_ => new Size(width, height), upright => Scale(upright, (double)longestSide / Math.Max(upright.Width, upright.Height))], cancellationToken);

    /// <summary>Decodes a picture and makes it smaller, where it is larger; its proportions are kept.</summary>
    /// <param name="file">A picture file of any content and length.</param>
    /// <param name="longestSide">Longest side of the result, at least 1.</param>
    /// <param name="cancellationToken">Gives up waiting; a decode that has begun runs on until it ends.</param>
    /// <returns>The pixels or the reason for their absence; no content of <paramref name="file"/> makes this throw.</returns>
    public Task<DecodedPicture> DecodeWithinAsync(ReadOnlyMemory<byte> file, int longestSide, CancellationToken cancellationToken = default) =>
        DecodeAsync(
            file,
            [upright => Scale(upright, Math.Min(1, (double)longestSide / Math.Max(upright.Width, upright.Height)))],
            cancellationToken);

    /// <summary>Decodes a picture once and resizes it to each of some sizes; the second is <see cref="DecodedPicture.Whole"/>.</summary>
    internal Task<DecodedPicture> DecodeAsync(ReadOnlyMemory<byte> file, Size[] sizes) =>
        DecodeAsync(file, [.. sizes.Select(size => (Func<Size, Size>)(_ => size))], CancellationToken.None);

    private static Size Scale(Size size, double scale) =>
        new(Math.Max(1, (int)Math.Round(size.Width * scale)), Math.Max(1, (int)Math.Round(size.Height * scale)));

    private async Task<DecodedPicture> DecodeAsync(ReadOnlyMemory<byte> file, Func<Size, Size>[] resizes, CancellationToken cancellationToken)
    {
        if (PictureFile.Read(file, _options, out var outline) is { } failure)
        {
            return new(null, failure);
        }

        var place = await _queue.EnterAsync(outline!.Memory, cancellationToken);
        var decoding = Task.Run(
            () =>
            {
                using (place)
                {
                    var upright = outline.IsTurned ? new Size(outline.Height, outline.Width) : new Size(outline.Width, outline.Height);
                    Size[] sizes = [.. resizes.Select(resize => resize(upright))];
                    return _workers is null ? Decode(outline, sizes) : DecodeApart(_workers, file, sizes);
                }
            },
            CancellationToken.None);
        try
        {
            return await decoding.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            _ = decoding.ContinueWith(
                static finished => finished.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
    }

    private static DecodedPicture DecodeApart(DecodeWorkers workers, ReadOnlyMemory<byte> file, Size[] sizes)
    {
        RgbPicture[] pictures = [.. sizes.Select(size => new RgbPicture(size.Width, size.Height))];
        var isDecoded = false;
        try
        {
            var failure = workers.Decode(file.Span, pictures);
            isDecoded = failure is null;
            return isDecoded ? Of(pictures) : new(null, failure);
        }
        finally
        {
            if (!isDecoded)
            {
                Array.ForEach(pictures, picture => picture.Dispose());
            }
        }
    }

    private static DecodedPicture Of(RgbPicture[] pictures) => new(pictures[0], null) { Whole = pictures.ElementAtOrDefault(1) };

#pragma warning disable CA1031 // Mutated files make decoders throw far more than their documented exceptions.
    private DecodedPicture Decode(PictureOutline outline, Size[] sizes)
    {
        var due = _cpu() + TimeSpan.FromMilliseconds(_options.MaxCpuMs);
        var bytes = ArrayPool<byte>.Shared.Rent(outline.Length);
        try
        {
            if (outline.IsWhole?.Invoke() == false)
            {
                return new(null, PictureFailures.Truncated);
            }

            outline.CopyTo(bytes);
            using PictureStream stream = new(bytes, outline.Length, () => _cpu() > due);
            return outline.Format switch
            {
                PictureFormat.Jpeg => Decode<Rgb24>(Jpeg, stream, outline, sizes, CopyOpaque),
                PictureFormat.Png => Decode<Rgba32>(Png, stream, outline, sizes, CopyOnWhite),
                PictureFormat.Gif => Decode<Rgba32>(Gif, stream, outline, sizes, CopyOnWhite),
                _ => Decode<Rgba32>(Webp, stream, outline, sizes, CopyOnWhite),
            };
        }
        catch (OperationCanceledException)
        {
            return new(null, PictureFailures.TooSlow(_options.MaxCpuMs));
        }
        catch (Exception exception) when (exception is InvalidMemoryOperationException or OutOfMemoryException)
        {
            return new(null, PictureFailures.TooMuchMemory);
        }
        catch (Exception)
        {
            return new(null, PictureFailures.Corrupt);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
#pragma warning restore CA1031

    private DecodedPicture Decode<TPixel>(
        IImageDecoder decoder, Stream stream, PictureOutline outline, Size[] sizes, Action<Image<TPixel>, RgbPicture> copy)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var image = decoder.Decode<TPixel>(_configuration, stream, CancellationToken.None);
        return Of([.. sizes.Select(size => Resize(image, outline, size, copy))]);
    }

    private static RgbPicture Resize<TPixel>(Image<TPixel> image, PictureOutline outline, Size size, Action<Image<TPixel>, RgbPicture> copy)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        // Turning the small picture is cheap; before it is turned, its sides may be the other way round.
        using var small = image.Clone(
            context => context.Resize(outline.IsTurned ? new Size(size.Height, size.Width) : size, KnownResamplers.Triangle, compand: false));
        if (outline.Orientation != ExifOrientation.Upright)
        {
            var (rotation, flip) = TurnOf(outline.Orientation);
            small.Mutate(context => context.RotateFlip(rotation, flip));
        }

        RgbPicture picture = new(size.Width, size.Height);
        copy(small, picture);
        return picture;
    }

    /// <summary>What makes a picture upright: a turn clockwise, and a flip after it.</summary>
    private static (RotateMode Rotation, FlipMode Flip) TurnOf(int orientation) => orientation switch
    {
        2 => (RotateMode.None, FlipMode.Horizontal),
        3 => (RotateMode.Rotate180, FlipMode.None),
        4 => (RotateMode.None, FlipMode.Vertical),
        5 => (RotateMode.Rotate90, FlipMode.Horizontal),
        6 => (RotateMode.Rotate90, FlipMode.None),
        7 => (RotateMode.Rotate90, FlipMode.Vertical),
        _ => (RotateMode.Rotate270, FlipMode.None),
    };

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
}
