using System.Collections.Immutable;

namespace Moodstream.Inference.Vision;

/// <summary>
/// Some of a picture's features: each map of a layer of the ResNet18, pooled over its places to one number. Numbers are never negative,
/// since every layer ends in a ReLU.
/// </summary>
public sealed record PicturePooling
{
    private PicturePooling(string name, string value, string @operator, int count)
    {
        Name = name;
        Value = value;
        Operator = @operator;
        Count = count;
    }

    /// <summary>All of them, the network's own answer first.</summary>
    public static ImmutableArray<PicturePooling> All { get; } =
    [
        new("layer4-mean", "ReLU393_Output_0", "GlobalAveragePool", 512),
        new("layer3-mean", "ReLU347_Output_0", "GlobalAveragePool", 256),
        new("layer3-max", "ReLU347_Output_0", "GlobalMaxPool", 256),
    ];

    /// <summary>Its name in manifests, such as <c>layer3-max</c>.</summary>
    public string Name { get; }

    /// <summary>Numbers that it gives.</summary>
    public int Count { get; }

    /// <summary>The layer's maps, by the name that they have in the network's file.</summary>
    internal string Value { get; }

    /// <summary>The ONNX operator that pools.</summary>
    internal string Operator { get; }

    /// <summary>Finds a pooling by its name.</summary>
    /// <returns>The pooling, or null.</returns>
    public static PicturePooling? Find(string name) => All.FirstOrDefault(pooling => pooling.Name == name);
}
