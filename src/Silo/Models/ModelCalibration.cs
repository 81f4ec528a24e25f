using System.Collections.Immutable;
using System.Text.Json;

namespace Moodstream.Silo.Models;

/// <summary>How far a model's confidence can be trusted.</summary>
/// <param name="Error">Expected calibration error on test posts, in 0–1.</param>
/// <param name="Bins">Test posts by confidence, in ascending order; empty where the trainer left none.</param>
internal sealed record ModelCalibration(double Error, ImmutableArray<CalibrationBin> Bins)
{
    /// <summary>Reads what the trainer recorded.</summary>
    /// <param name="run">The file <c>run.json</c> of the training, or null.</param>
    /// <param name="evaluation">The file <c>evaluation.json</c> of a later evaluation, or null; it counts first where it is one of this version.</param>
    /// <param name="version">Version of the bundle.</param>
    /// <returns>Null where neither tells anything.</returns>
    public static ModelCalibration? Read(JsonElement? run, JsonElement? evaluation, string version)
    {
        if (evaluation is { } later && IsOf(later, version) && ModelFigures.Number(later, "calibrationError") is { } measured)
        {
            return new ModelCalibration(measured, BinsOf(later));
        }

        return run is { } training && ModelFigures.Number(training, "calibration", "eceAfter") is { } error
            ? new ModelCalibration(error, BinsOf(training.GetProperty("calibration")))
            : null;
    }

    /// <summary>Whether an evaluation is of a version.</summary>
    /// <param name="evaluation">The file <c>evaluation.json</c>.</param>
    /// <param name="version">Version of the bundle.</param>
    public static bool IsOf(JsonElement evaluation, string version) =>
        evaluation.ValueKind == JsonValueKind.Object && evaluation.TryGetProperty("model", out var model)
            && model.ValueKind == JsonValueKind.Object && model.TryGetProperty("version", out var evaluated)
            && evaluated.ToString() == version;

    private static ImmutableArray<CalibrationBin> BinsOf(JsonElement record) =>
        record.ValueKind == JsonValueKind.Object && record.TryGetProperty("bins", out var bins) && bins.ValueKind == JsonValueKind.Array
            ? [.. bins.EnumerateArray().Select(bin => new CalibrationBin(
                ModelFigures.Number(bin, "confidence") ?? 0,
                ModelFigures.Number(bin, "accuracy") ?? 0,
                (long)(ModelFigures.Number(bin, "posts") ?? 0)))]
            : [];
}

/// <summary>The test posts whose confidence lies within some bounds.</summary>
/// <param name="Confidence">Their mean confidence, in 0–1.</param>
/// <param name="Accuracy">Share of them that the model got right, in 0–1.</param>
/// <param name="Count">How many they are.</param>
internal sealed record CalibrationBin(double Confidence, double Accuracy, long Count);
