using System.Text.Json;

namespace Moodstream.Silo.Models;

/// <summary>Figures of a model on test posts, each the mean over seeds, in 0–1; null where it was not measured.</summary>
/// <param name="Examples">Test posts.</param>
/// <param name="Accuracy">Share of posts that it gets right.</param>
/// <param name="MacroF1">F1, averaged over emotions.</param>
/// <param name="TextOnlyAccuracy">Accuracy where it sees only the words.</param>
/// <param name="ImageOnlyAccuracy">Accuracy where it sees only the picture.</param>
internal sealed record ModelFigures(long? Examples, double? Accuracy, double? MacroF1, double? TextOnlyAccuracy, double? ImageOnlyAccuracy)
{
    /// <summary>Reads the record of a training run.</summary>
    /// <param name="run">The file <c>run.json</c>.</param>
    public static ModelFigures Read(JsonElement run) => new(
        (long?)Number(run, "test", "posts"),
        Number(run, "test", "accuracy", "mean"),
        Number(run, "test", "macroF1", "mean"),
        Number(run, "testTextOnly", "accuracy", "mean"),
        Number(run, "testImageOnly", "accuracy", "mean"));

    /// <summary>A number somewhere inside.</summary>
    /// <param name="element">Where to begin.</param>
    /// <param name="path">Names of properties.</param>
    /// <returns>Null where there is none.</returns>
    internal static double? Number(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null;
    }
}
