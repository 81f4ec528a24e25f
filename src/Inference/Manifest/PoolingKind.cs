namespace Moodstream.Inference.Manifest;

/// <summary>How the vectors of a post's modalities become one, by component.</summary>
public enum PoolingKind
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their maximum.</summary>
    Max,
}
