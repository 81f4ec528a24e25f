using System.Collections.Immutable;
using System.Text.Json;

namespace Moodstream.Silo;

/// <summary>How far a model's confidence can be trusted.</summary>
/// <param name="Error">Expected calibration error on test posts, in 0–1.</param>
/// <param name="Bins">Test posts by confidence, in ascending order; empty where the trainer left none.</param>
internal sealed record ModelCalibration(double Error, ImmutableArray<CalibrationBin> Bins)
{
    /// <summary>Reads the record of a training run.</summary>
    /// <param name="run">The file <c>run.json</c>.</param>
    /// <returns>Null where it tells nothing.</returns>
    public static ModelCalibration? Read(JsonElement run)
    {
        if (ModelFigures.Number(run, "calibration", "eceAfter") is not { } error)
        {
            return null;
        }

        var bins = run.GetProperty("calibration").TryGetProperty("bins", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray()
            : default;
        return new ModelCalibration(error, [.. bins.Select(bin => new CalibrationBin(
            ModelFigures.Number(bin, "confidence") ?? 0,
            ModelFigures.Number(bin, "accuracy") ?? 0,
            (long)(ModelFigures.Number(bin, "posts") ?? 0)))]);
    }
}

/// <summary>The test posts whose confidence lies within some bounds.</summary>
/// <param name="Confidence">Their mean confidence, in 0–1.</param>
/// <param name="Accuracy">Share of them that the model got right, in 0–1.</param>
/// <param name="Count">How many they are.</param>
internal sealed record CalibrationBin(double Confidence, double Accuracy, long Count);
