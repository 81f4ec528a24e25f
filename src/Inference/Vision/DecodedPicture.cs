using System.Diagnostics.CodeAnalysis;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Inference.Vision;

/// <summary>What came of decoding a picture: exactly one of the two is set.</summary>
/// <param name="Picture">The pixels; the receiver disposes of them.</param>
/// <param name="Failure">Why there are none.</param>
public readonly record struct DecodedPicture(RgbPicture? Picture, PostFailure? Failure)
{
    /// <summary>Whether there are pixels.</summary>
    [MemberNotNullWhen(true, nameof(Picture))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool IsDecoded => Picture is not null;
}
