using System.Globalization;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Vision.Files;

/// <summary>The reasons for which a picture is refused.</summary>
internal static class PictureFailures
{
    public static readonly PostFailure Format =
        new("picture-format", "The picture is not a JPEG, PNG, GIF or WebP file.");

    public static readonly PostFailure Truncated =
        new("picture-truncated", "The picture's file ends before the picture does.");

    public static readonly PostFailure Corrupt =
        new("picture-corrupt", "The picture's file is damaged and cannot be decoded.");

    public static readonly PostFailure TooMuchMemory =
        new("picture-too-large", "Decoding the picture would take more memory than a picture may.");

    public static PostFailure TooManyBytes(int bytes, int limit) =>
        new("picture-too-large", string.Create(CultureInfo.InvariantCulture, $"The picture's file has {bytes} bytes; at most {limit} are allowed."));

    public static PostFailure TooManyPixels(PictureOutline picture, int limit) => new(
        "picture-too-large",
        string.Create(CultureInfo.InvariantCulture, $"The picture is {picture.Width} by {picture.Height} pixels; at most {limit} pixels are allowed."));

    public static PostFailure TooMuchMemoryFor(PictureOutline picture, int limitMegabytes) => new(
        "picture-too-large",
        string.Create(
            CultureInfo.InvariantCulture,
            $"The picture is {picture.Width} by {picture.Height} pixels, and decoding it would take {picture.Memory / (1024 * 1024)} MB of memory; at most {limitMegabytes} are allowed."));

    public static PostFailure TooSlow(int limitMs) =>
        new("picture-too-slow", string.Create(CultureInfo.InvariantCulture, $"Decoding the picture takes more than {limitMs} ms of a processor."));

    /// <summary>The reasons that are found only by decoding, when the outline was good.</summary>
    public static PostFailure[] OfDecoding(int limitMs) => [Corrupt, Truncated, TooMuchMemory, TooSlow(limitMs)];
}
