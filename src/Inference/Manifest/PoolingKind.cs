namespace Moodstream.Inference.Manifest;

/// <summary>How the vectors of a post's modalities become one, by component.</summary>
internal enum PoolingKind
{
    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their maximum.</summary>
    Max,
}

/// <summary>Names of poolings in manifests.</summary>
internal static class PoolingKinds
{
    /// <summary>Reads the name of a pooling; null where there is none of that name.</summary>
    public static PoolingKind? Parse(string name) => name switch
    {
        "sum" => PoolingKind.Sum,
        "mean" => PoolingKind.Mean,
        "max" => PoolingKind.Max,
        _ => null,
    };
}
