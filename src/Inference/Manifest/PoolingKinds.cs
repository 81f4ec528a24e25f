namespace Moodstream.Inference.Manifest;

/// <summary>Names of poolings in manifests.</summary>
public static class PoolingKinds
{
    /// <summary>Reads the name of a pooling.</summary>
    /// <param name="name"><c>sum</c>, <c>mean</c> or <c>max</c>.</param>
    /// <returns>The pooling; null where there is none of that name.</returns>
    public static PoolingKind? Parse(string name) => name switch
    {
        "sum" => PoolingKind.Sum,
        "mean" => PoolingKind.Mean,
        "max" => PoolingKind.Max,
        _ => null,
    };

    /// <summary>The name of a pooling, as <see cref="Parse"/> reads it.</summary>
    public static string NameOf(PoolingKind kind) => kind switch
    {
        PoolingKind.Sum => "sum",
        PoolingKind.Mean => "mean",
        _ => "max",
    };
}
