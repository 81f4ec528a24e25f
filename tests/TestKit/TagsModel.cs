using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Tags;
using Moodstream.Inference.Reading;
using Moodstream.Inference.Text;
using Moodstream.Inference.Vision;

namespace Moodstream.TestKit;

/// <summary>A model of a few numbers that reads words, tags and, where asked for, pictures.</summary>
public static class TagsModel
{
    private const int Dimension = 3;
    private const int Width = 2;

    /// <summary>Writes the model.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="picture">A picture for its examples, where it is to read pictures, too.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="sentences">Whether it reads sentences beside the words.</param>
    /// <param name="devices">Devices to run it on.</param>
    public static Task<IEmotionModel> WriteAsync(
        string folder, byte[]? picture, CancellationToken cancellationToken, bool sentences = false, string devices = "cpu")
    {
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            ["words.bin"] = new WordVectors(new Vocabulary(["good", "bad"]), [1, 0.5f, -1, 0.25f], Width).ToBytes(),
            ["text.onnx"] = Projection((2 * Width) + (sentences ? SentenceFeaturizer.FeatureCount : 0)),
            ["tags.bin"] = new WordVectors(new Vocabulary(["source:reddit", "#joy", "😱"]), [1, 0, 0, 1, -1, -1], Width).ToBytes(),
            ["tags.onnx"] = Projection(Width),
            ["head.onnx"] = Head(),
        };
        ModalityManifest text = new()
        {
            Name = Modality.Text,
            Encoder = sentences ? WordsAndSentenceSettings.Encoder : WordsSettings.Encoder,
            Settings = sentences
                ? new WordsAndSentenceSettings { Vectors = "words.bin", Projection = "text.onnx", MaxTokens = 8, Reading = WordTokenizer.Version }.ToJson()
                : new WordsSettings { Vectors = "words.bin", Projection = "text.onnx", MaxTokens = 8, Reading = WordTokenizer.Version }.ToJson(),
        };
        ModalityManifest tags = new()
        {
            Name = new("tags"),
            Encoder = TagsSettings.Encoder,
            Missing = [0.3f, -0.2f, 0.1f],
            Settings = new TagsSettings { Vectors = "tags.bin", Projection = "tags.onnx", Reading = WordTokenizer.Version }.ToJson(),
        };
        ModalityManifest image = new() { Name = Modality.Image, Encoder = ResNet18Settings.Encoder, Settings = new ResNet18Settings { Projection = "image.onnx" }.ToJson() };
        if (picture is not null)
        {
            files["image.onnx"] = Projection(PicturePooling.All[0].Count);
        }

        return BundleWriter.WriteAsync(
            folder,
            new BundleDraft
            {
                Name = "tags",
                Labels = ["anger", "joy"],
                Dimension = Dimension,
                Pooling = "sum",
                Modalities = picture is null ? [text, tags] : [text, image, tags],
                Head = "head.onnx",
                Files = files,
                Golden = [new() { Text = "good #joy", Source = "reddit", Image = picture is null ? default(ReadOnlyMemory<byte>?) : picture }],
            },
            new InferenceOptions { Devices = devices },
            cancellationToken: cancellationToken);
    }

    private static byte[] Projection(int features)
    {
        var graph = new OnnxGraph("projection");
        graph.Output("vector", graph.Linear(graph.Input("features", features), Numbers(features * Dimension), Numbers(Dimension)), Dimension);
        return graph.ToBytes();
    }

    private static byte[] Head()
    {
        var graph = new OnnxGraph("head");
        graph.Output("logits", graph.Linear(graph.Input("pooled", Dimension), Numbers(2 * Dimension), Numbers(2)), 2);
        return graph.ToBytes();
    }

    private static float[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(i => MathF.Sin(i * 2.4f))];
}
