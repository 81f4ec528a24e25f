namespace Moodstream.Inference.Vision.Faces;

/// <summary>
/// What the faces of a picture say, in numbers from 0 on: how many they are (the logarithm of one more), the largest one's share of the picture, then the
/// probabilities of the expressions: of the largest face, of all faces by their areas, and the highest of any face. Without a face all are 0.
/// </summary>
public static class FaceFeatures
{
    /// <summary>Their name in manifests and settings.</summary>
    public const string Name = "faces";

    /// <summary>How many they are.</summary>
    public const int Count = 2 + (3 * FaceNetworks.ExpressionCount);

    /// <summary>Works them out.</summary>
    /// <param name="faces">The faces.</param>
    /// <param name="expressions">For each face, one after the other, its probabilities.</param>
    /// <param name="area">Pixels of the picture.</param>
    internal static float[] Of(IReadOnlyList<FaceBox> faces, ReadOnlySpan<float> expressions, float area)
    {
        var features = new float[Count];
        var heaviest = faces.Count == 0 ? 0 : faces.Max(face => face.Weight);
        if (heaviest == 0)
        {
            return features;
        }

        features[0] = MathF.Log(1 + faces.Sum(face => face.Weight));
        features[1] = faces.Max(face => face.Weight * face.Area) / area;
        var largest = features.AsSpan(2, FaceNetworks.ExpressionCount);
        var all = features.AsSpan(2 + FaceNetworks.ExpressionCount, FaceNetworks.ExpressionCount);
        var highest = features.AsSpan(2 + (2 * FaceNetworks.ExpressionCount), FaceNetworks.ExpressionCount);

        // The square of the area makes the largest face count most, without a jump where two are of one size.
        var sumOfAreas = faces.Sum(face => face.Weight * face.Area);
        var sumOfSquares = faces.Sum(face => face.Weight * face.Area * face.Area);
        for (var i = 0; i < faces.Count; i++)
        {
            var face = faces[i];
            var probabilities = expressions.Slice(i * FaceNetworks.ExpressionCount, FaceNetworks.ExpressionCount);
            for (var k = 0; k < probabilities.Length; k++)
            {
                largest[k] += heaviest * probabilities[k] * face.Weight * face.Area * face.Area / sumOfSquares;
                all[k] += heaviest * probabilities[k] * face.Weight * face.Area / sumOfAreas;
                highest[k] = Math.Max(highest[k], face.Weight * probabilities[k]);
            }
        }

        return features;
    }
}
