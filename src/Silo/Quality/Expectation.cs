using System.Text.Json;
using Moodstream.Silo.Models;

namespace Moodstream.Silo.Quality;

/// <summary>What a model gave to its test posts.</summary>
/// <param name="Mix">Share of the posts that it gave each emotion, 0 to 1; empty where nobody recorded it.</param>
/// <param name="Confidence">Its mean confidence, 0 to 1; null where nobody recorded it.</param>
internal sealed record Expectation(IReadOnlyDictionary<string, double> Mix, double? Confidence)
{
    /// <summary>Reads the records of a bundle.</summary>
    /// <param name="run">The file <c>run.json</c> of its training, or null.</param>
    /// <param name="evaluation">The file <c>evaluation.json</c> of a later evaluation, or null; it counts first where it is one of this version.</param>
    /// <param name="version">Version of the bundle.</param>
    /// <returns>Null where they say nothing of the kind.</returns>
    public static Expectation? Read(JsonElement? run, JsonElement? evaluation, string version)
    {
        var (labels, matrix) = evaluation is { } later && ModelCalibration.IsOf(later, version)
            ? (ModelFigures.Element(later, "model", "labels"), ModelFigures.ViewOf(later, "all"))
            : run is { } training && ModelFigures.Element(training, "confusion") is { } confusion
                ? (ModelFigures.Element(training, "labels"), ConfusionMatrix.Read(confusion))
                : default;
        var mix = new Dictionary<string, double>(StringComparer.Ordinal);
        if (matrix is not null && labels is { ValueKind: JsonValueKind.Array } names && names.GetArrayLength() == matrix.Counts.Length)
        {
            foreach (var (column, label) in names.EnumerateArray().Index())
            {
                mix[label.ToString()] = matrix.Counts.Sum(row => row[column]) / matrix.Posts;
            }
        }

        var confidence = ModelCalibration.Read(run, evaluation, version) is { Bins: var bins } && bins.Sum(static bin => bin.Count) is > 0 and var posts
            ? bins.Sum(static bin => bin.Confidence * bin.Count) / posts
            : (double?)null;
        return mix.Count == 0 && confidence is null ? null : new Expectation(mix, confidence);
    }
}
