using System.Collections.Immutable;

namespace Moodstream.Silo.Models;

/// <summary>A model bundle as the API shows it.</summary>
internal sealed record ModelDescription
{
    /// <summary>Name of the bundle's folder, by which it is activated.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the bundle; empty where the manifest cannot be read.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>Whether this silo serves it.</summary>
    public required bool IsActive { get; init; }

    /// <summary>Why it cannot be served; null where nothing is known against it.</summary>
    public string? Problem { get; init; }

    /// <summary>The emotions.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>What it can read.</summary>
    public ImmutableArray<string> Modalities { get; init; } = [];

    /// <summary>Width of the common space.</summary>
    public int Dimension { get; init; }

    /// <summary>Length of its files.</summary>
    public long Bytes { get; init; }

    /// <summary>Figures on test posts, as the trainer measured them; null where the bundle brings none.</summary>
    public ModelFigures? Figures { get; init; }

    /// <summary>How far its confidence can be trusted; null where the bundle does not tell.</summary>
    public ModelCalibration? Calibration { get; init; }

    /// <summary>Why the bundle's own palette is not used; null where it is, or brings none.</summary>
    public string? PaletteProblem { get; init; }

    /// <summary>The model card, in Markdown; null where there is none.</summary>
    public string? Card { get; init; }
}
