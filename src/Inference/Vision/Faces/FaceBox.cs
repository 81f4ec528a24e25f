namespace Moodstream.Inference.Vision.Faces;

/// <summary>A face that was found.</summary>
/// <param name="Score">How sure the detector is, 0–1.</param>
/// <param name="Left">Left edge in pixels.</param>
/// <param name="Top">Upper edge in pixels.</param>
/// <param name="Right">Right edge in pixels.</param>
/// <param name="Bottom">Lower edge in pixels.</param>
internal readonly record struct FaceBox(float Score, float Left, float Top, float Right, float Bottom)
{
    /// <summary>Score from which on a box counts for something.</summary>
    public const float LeastScore = 0.3f;

    private const float SureScore = 0.6f;

    /// <summary>Pixels from left to right.</summary>
    public float Width => Right - Left;

    /// <summary>Pixels from top to bottom.</summary>
    public float Height => Bottom - Top;

    /// <summary>Pixels inside.</summary>
    public float Area => Width * Height;

    /// <summary>
    /// How much the face counts, 0–1. It grows with the score, so that no rounding of the score, which differs by device and batch, makes a face
    /// appear or vanish.
    /// </summary>
    public float Weight => Math.Clamp((Score - LeastScore) / (SureScore - LeastScore), 0, 1);

    /// <summary>Area that two boxes share, of the area that they cover, 0–1.</summary>
    public float Overlap(FaceBox other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        return width * height / (Area + other.Area - (width * height));
    }
}
