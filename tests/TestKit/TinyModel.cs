using System.Collections.Frozen;
using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Text;
using Moodstream.Inference.Vision;

namespace Moodstream.TestKit;

/// <summary>A model of a few numbers, with both of the encoders that come with the library.</summary>
public static class TinyModel
{
    public const int Dimension = 4;

    public static readonly ImmutableArray<string> Labels = ["anger", "joy", "sadness"];

    public static readonly WordVectors Vectors = new(
        new Vocabulary(["good", "bad", "day", "!", "<unused>"]),
        [1, 0, 0.5f, 0, 1, -0.5f, 0.25f, 0.25f, 0, 0.5f, -0.5f, 1, 9, 9, 9],
        width: 3);

    public static readonly InferenceOptions Cpu = new() { Devices = "cpu" };

    public static BundleDraft Draft(string pooling = "mean", bool image = true, bool missing = true) => new()
    {
        Name = "tiny",
        Labels = Labels,
        Dimension = Dimension,
        Pooling = pooling,
        Modalities = image ? [Text(missing), Image(missing)] : [Text(missing)],
        Head = "head.onnx",
        Temperature = 1.5,
        Files = new Dictionary<string, byte[]>
        {
            ["text/vectors.bin"] = Vectors.ToBytes(),
            ["text/projection.onnx"] = Projection(Vectors.FeatureCount, 1),
            ["image/projection.onnx"] = PictureProjection(),
            ["head.onnx"] = Head(),
        }.Where(file => image || !file.Key.StartsWith("image", StringComparison.Ordinal)).ToDictionary(),
        Golden = image
            ? [new() { Text = "Good day!" }, new() { Image = Pictures.Jpeg() }, new() { Text = "bad", Image = Pictures.Png() }]
            : [new() { Text = "Good day!" }, new() { Text = "nothing known" }],
    };

    /// <summary>What the draft becomes in memory, before anything is loaded.</summary>
    internal static BundleContents Contents(BundleDraft draft) => new(
        new BundleManifest
        {
            Format = BundleManifest.CurrentFormat,
            Name = draft.Name,
            Version = "",
            Labels = draft.Labels,
            Dimension = draft.Dimension,
            Pooling = draft.Pooling,
            Modalities = draft.Modalities,
            Head = draft.Head,
            Temperature = draft.Temperature,
            Golden = "",
            Files = [],
        },
        draft.Files.ToFrozenDictionary(),
        "memory");

    public static float[] Numbers(int count, int seed, float scale = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * scale)];
    }

    public static byte[] Projection(int features, int seed)
    {
        var graph = new OnnxGraph("projection");
        var projected = graph.Linear(graph.Input("features", features), Numbers(features * Dimension, seed), Numbers(Dimension, seed + 1));
        graph.Output("vector", projected, Dimension);
        return graph.ToBytes();
    }

    public static byte[] Head()
    {
        var graph = new OnnxGraph("head");
        var hidden = graph.Relu(graph.Linear(graph.Input("pooled", Dimension), Numbers(Dimension * 8, 5), Numbers(8, 6)));
        graph.Output("logits", graph.Linear(hidden, Numbers(8 * Labels.Length, 7, scale: 3), Numbers(Labels.Length, 8)), Labels.Length);
        return graph.ToBytes();
    }

    private static byte[] PictureProjection()
    {
        var features = PicturePooling.All[0].Count;
        var graph = new OnnxGraph("projection");
        var standardized = graph.Standardize(
            graph.Operator("Sqrt", graph.Input("features", features)), [.. Enumerable.Repeat(0.8f, features)], [.. Enumerable.Repeat(0.5f, features)]);
        graph.Output("vector", graph.Linear(standardized, Numbers(features * Dimension, 3, scale: 0.05f), Numbers(Dimension, 4)), Dimension);
        return graph.ToBytes();
    }

    private static ModalityManifest Text(bool missing) => new()
    {
        Name = Modality.Text,
        Encoder = WordsSettings.Encoder,
        Missing = missing ? [0.1f, -0.2f, 0.3f, 0] : [],
        Settings = new WordsSettings { Vectors = "text/vectors.bin", Projection = "text/projection.onnx", MaxTokens = 8, Reading = WordTokenizer.Version }.ToJson(),
    };

    private static ModalityManifest Image(bool missing) => new()
    {
        Name = Modality.Image,
        Encoder = ResNet18Settings.Encoder,
        Missing = missing ? [0, 0.5f, 0, -0.5f] : [],
        Settings = new ResNet18Settings { Projection = "image/projection.onnx" }.ToJson(),
    };
}
