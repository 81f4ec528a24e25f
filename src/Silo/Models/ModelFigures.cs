using System.Text.Json;

namespace Moodstream.Silo.Models;

/// <summary>
/// Figures of a model on test posts, in 0–1; null where it was not measured. They are of the bundle itself, as far as its records tell; where
/// they only tell the mean over seeds, the interval says so.
/// </summary>
internal sealed record ModelFigures
{
    /// <summary>Test posts.</summary>
    public long? Examples { get; init; }

    /// <summary>Share of posts that it gets right.</summary>
    public double? Accuracy { get; init; }

    /// <summary>F1, averaged over emotions.</summary>
    public double? MacroF1 { get; init; }

    /// <summary>Accuracy where it sees only the words.</summary>
    public double? TextOnlyAccuracy { get; init; }

    /// <summary>Accuracy where it sees only the picture.</summary>
    public double? ImageOnlyAccuracy { get; init; }

    /// <summary>95 % intervals of these figures, by name; without those that are not known.</summary>
    public required IReadOnlyDictionary<string, FigureInterval> Intervals { get; init; }

    /// <summary>Reads the records of a bundle.</summary>
    /// <param name="run">The file <c>run.json</c> of its training; undefined where there is none.</param>
    /// <param name="evaluation">The file <c>evaluation.json</c> of a later evaluation of this version, or null; it counts first.</param>
    public static ModelFigures Read(JsonElement run, JsonElement? evaluation = null)
    {
        var intervals = new Dictionary<string, FigureInterval>(StringComparer.Ordinal);
        var whole = (evaluation is { } later ? ViewOf(later, "all") : null) ?? (Element(run, "confusion") is { } confusion ? ConfusionMatrix.Read(confusion) : null);
        if (whole is not null)
        {
            intervals["accuracy"] = whole.AccuracyInterval();
            intervals["macroF1"] = whole.MacroF1Interval();
        }

        return new ModelFigures
        {
            Examples = whole?.Posts ?? (long?)Number(run, "test", "posts"),
            Accuracy = whole?.Accuracy ?? OverSeeds("accuracy", "test", "accuracy"),
            MacroF1 = whole?.MacroF1 ?? OverSeeds("macroF1", "test", "macroF1"),
            TextOnlyAccuracy = OfView("textOnlyAccuracy", "all, text only") ?? OverSeeds("textOnlyAccuracy", "testTextOnly", "accuracy"),
            ImageOnlyAccuracy = OfView("imageOnlyAccuracy", "all, image only") ?? OverSeeds("imageOnlyAccuracy", "testImageOnly", "accuracy"),
            Intervals = intervals,
        };

        double? OfView(string figure, string view)
        {
            if (evaluation is not { } record || ViewOf(record, view) is not { } matrix)
            {
                return null;
            }

            intervals[figure] = matrix.AccuracyInterval();
            return matrix.Accuracy;
        }

        double? OverSeeds(string figure, string part, string score)
        {
            if (Number(run, part, score, "mean") is not { } mean || Number(run, part, "posts") is 0)
            {
                return null;
            }

            var seeds = Element(run, "seeds") is { ValueKind: JsonValueKind.Array } list ? list.GetArrayLength() : 0;
            if (seeds == 1 && score == "accuracy" && Number(run, part, "posts") is { } posts)
            {
                intervals[figure] = FigureInterval.OfShare(mean, posts);
            }
            else if (seeds > 1 && Number(run, part, score, "halfWidth95") is { } half)
            {
                intervals[figure] = new FigureInterval(mean - half, mean + half, seeds);
            }

            return mean;
        }
    }

    /// <summary>A number somewhere inside.</summary>
    /// <param name="element">Where to begin.</param>
    /// <param name="path">Names of properties.</param>
    /// <returns>Null where there is none.</returns>
    internal static double? Number(JsonElement element, params ReadOnlySpan<string> path) =>
        Element(element, path) is { ValueKind: JsonValueKind.Number } number && double.IsFinite(number.GetDouble()) ? number.GetDouble() : null;

    /// <summary>What stands somewhere inside.</summary>
    /// <param name="element">Where to begin.</param>
    /// <param name="path">Names of properties.</param>
    /// <returns>Null where there is nothing.</returns>
    internal static JsonElement? Element(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element;
    }

    /// <summary>The answers of an evaluation, seen one way.</summary>
    /// <param name="evaluation">The file <c>evaluation.json</c>.</param>
    /// <param name="view">Which posts, and what the model saw of them.</param>
    /// <returns>Null where there are none.</returns>
    internal static ConfusionMatrix? ViewOf(JsonElement evaluation, string view)
    {
        if (Element(evaluation, "rows") is not { ValueKind: JsonValueKind.Array } rows)
        {
            return null;
        }

        var row = rows.EnumerateArray().FirstOrDefault(row => Element(row, "view") is { ValueKind: JsonValueKind.String } name && name.GetString() == view);
        return row.ValueKind == JsonValueKind.Object && Element(row, "scores", "confusion") is { } confusion ? ConfusionMatrix.Read(confusion) : null;
    }
}

/// <summary>Where a figure lies with 95 % certainty.</summary>
/// <param name="Low">Lower end, in 0–1.</param>
/// <param name="High">Upper end, in 0–1.</param>
/// <param name="Seeds">Number of seeds whose mean the figure is; null where it is of the bundle itself, and the interval of chance in the choice of test posts.</param>
internal sealed record FigureInterval(double Low, double High, int? Seeds)
{
    private const double Normal95 = 1.959964;

    /// <summary>The 95 % interval of a share that chance in the choice of posts leaves (Wilson, 1927).</summary>
    /// <param name="share">The share, in 0–1.</param>
    /// <param name="posts">Of how many posts, above 0.</param>
    public static FigureInterval OfShare(double share, double posts)
    {
        var z2 = Normal95 * Normal95 / posts;
        var centre = (share + (z2 / 2)) / (1 + z2);
        var half = Normal95 * Math.Sqrt((share * (1 - share) / posts) + (z2 / (4 * posts))) / (1 + z2);
        return new FigureInterval(centre - half, centre + half, null);
    }
}
