using System.Globalization;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Vision;

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
        new("picture-too-large", "Decoding the picture would take more memory than its pixels may.");

    public static PostFailure TooManyBytes(int bytes, int limit) =>
        new("picture-too-large", string.Create(CultureInfo.InvariantCulture, $"The picture's file has {bytes} bytes; at most {limit} are allowed."));

    public static PostFailure TooManyPixels(int width, int height, int limit) =>
        new("picture-too-large", string.Create(CultureInfo.InvariantCulture, $"The picture is {width} by {height} pixels; at most {limit} pixels are allowed."));

    public static PostFailure TooSlow(int limitMs) =>
        new("picture-too-slow", string.Create(CultureInfo.InvariantCulture, $"The picture was not decoded within {limitMs} ms."));
}
