namespace Moodstream.Inference.Vision.Faces;

/// <summary>Reads the boxes of faces out of what the detector says of a picture.</summary>
internal static class FaceFinder
{
    /// <summary>Most faces of a picture that are looked at.</summary>
    public const int MostFaces = 8;

    private const int CellsASide = 13;
    private const int NumbersABox = 5;
    private const float MostOverlap = 0.4f;
    private const float LeastSide = 4;

    /// <summary>Width and height of the five boxes that each cell starts from, in cells.</summary>
    private static readonly (float Width, float Height)[] Anchors =
        [(1.603231f, 2.094468f), (6.041143f, 7.080126f), (2.882459f, 3.518061f), (4.266906f, 5.178857f), (9.041765f, 10.66308f)];

    /// <summary>Finds the faces, the surest first; of boxes that overlap the surest.</summary>
    /// <param name="cells">The detector's numbers for the picture.</param>
    /// <param name="width">Width of the picture inside the square.</param>
    /// <param name="height">Its height.</param>
    /// <returns>Boxes inside the picture, <see cref="MostFaces"/> at most.</returns>
    public static IReadOnlyList<FaceBox> Find(ReadOnlySpan<float> cells, int width, int height)
    {
        List<FaceBox> found = [];
        for (var box = 0; box < CellsASide * CellsASide * Anchors.Length; box++)
        {
            var numbers = cells.Slice(box * NumbersABox, NumbersABox);
            var score = Sigmoid(numbers[4]);
            if (score > FaceBox.LeastScore)
            {
                found.Add(Place(numbers, box, score, width, height));
            }
        }

        List<FaceBox> kept = [];
        foreach (var face in found.Where(face => face is { Width: > LeastSide, Height: > LeastSide }).OrderByDescending(face => face.Score))
        {
            if (kept.Count < MostFaces && kept.TrueForAll(other => other.Overlap(face) <= MostOverlap))
            {
                kept.Add(face);
            }
        }

        return kept;
    }

    private static FaceBox Place(ReadOnlySpan<float> numbers, int box, float score, int width, int height)
    {
        const float Cell = (float)FaceNetworks.PictureSide / CellsASide;
        var (place, anchor) = Math.DivRem(box, Anchors.Length);
        var (row, column) = Math.DivRem(place, CellsASide);
        var x = (column + Sigmoid(numbers[0])) * Cell;
        var y = (row + Sigmoid(numbers[1])) * Cell;
        var halfWidth = MathF.Exp(numbers[2]) * Anchors[anchor].Width * Cell / 2;
        var halfHeight = MathF.Exp(numbers[3]) * Anchors[anchor].Height * Cell / 2;
        return new FaceBox(
            score, Math.Max(x - halfWidth, 0), Math.Max(y - halfHeight, 0), Math.Min(x + halfWidth, width), Math.Min(y + halfHeight, height));
    }

    private static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));
}
