using System.Text.Json;
using Moodstream.Silo.Models;

namespace Moodstream.Silo.Quality;

/// <summary>What a model gave to its test posts.</summary>
/// <param name="Mix">Share of the posts that it gave each emotion, 0 to 1; empty where nobody recorded it.</param>
/// <param name="Confidence">Its mean confidence, 0 to 1; null where nobody recorded it.</param>
internal sealed record Expectation(IReadOnlyDictionary<string, double> Mix, double? Confidence)
{
    /// <summary>Reads the record of a bundle's training.</summary>
    /// <param name="run">The file <c>run.json</c>.</param>
    /// <returns>Null where it says nothing of the kind.</returns>
    public static Expectation? Read(JsonElement run)
    {
        if (run.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var mix = new Dictionary<string, double>(StringComparer.Ordinal);
        if (run.TryGetProperty("confusion", out var confusion) && ConfusionMatrix.Read(confusion) is { } matrix
            && run.TryGetProperty("labels", out var labels) && labels.ValueKind == JsonValueKind.Array && labels.GetArrayLength() == matrix.Counts.Length)
        {
            foreach (var (column, label) in labels.EnumerateArray().Index())
            {
                mix[label.ToString()] = matrix.Counts.Sum(row => row[column]) / matrix.Posts;
            }
        }

        var confidence = ModelCalibration.Read(run, null, string.Empty) is { Bins: var bins } && bins.Sum(static bin => bin.Count) is > 0 and var posts
            ? bins.Sum(static bin => bin.Confidence * bin.Count) / posts
            : (double?)null;
        return mix.Count == 0 && confidence is null ? null : new Expectation(mix, confidence);
    }
}
