using System.Diagnostics.CodeAnalysis;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Vision.Pixels;

namespace Moodstream.Inference.Vision;

/// <summary>What came of decoding a picture: exactly one of the two is set.</summary>
/// <param name="Picture">The pixels; the receiver disposes of them.</param>
/// <param name="Failure">Why there are none.</param>
public readonly record struct DecodedPicture(RgbPicture? Picture, PostFailure? Failure) : IDisposable
{
    /// <summary>The picture once more, with its proportions; null where it was not asked for.</summary>
    public RgbPicture? Whole { get; init; }

    /// <summary>Whether there are pixels.</summary>
    [MemberNotNullWhen(true, nameof(Picture))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsDecoded => Picture is not null;

    /// <summary>Gives the pixels' buffers back.</summary>
    public void Dispose()
    {
        Picture?.Dispose();
        Whole?.Dispose();
    }
}
