using System.Collections.Immutable;
using Moodstream.Inference;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>Turns a trained common-space model into a bundle that serving loads.</summary>
internal static class BundleExport
{
    private const string WordsFile = "words.bin";
    private const string HeadFile = "head.onnx";

    /// <summary>Describes the model as a bundle.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <param name="run">The trained model.</param>
    /// <param name="data">What it was trained on.</param>
    /// <param name="maxWords">Most words that are read of a text.</param>
    public static BundleDraft Draft(string name, SeedRun run, PreparedData data, int maxWords)
    {
        CommonSpaceModel model = run.Model;
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal) { [HeadFile] = Head(model, data.Corpus.Labels.Length) };
        ImmutableArray<ModalityManifest> modalities =
        [
            .. model.Towers.Zip(model.Missing).Select(pair => Modality(pair.First, pair.Second, data, maxWords, model.Width, files)),
        ];
        return new BundleDraft
        {
            Name = name,
            Labels = data.Corpus.Labels,
            Dimension = model.Width,
            Pooling = "sum",
            Modalities = modalities,
            Head = HeadFile,
            Temperature = run.Temperature,
            Files = files,
            Golden = GoldenContents.For([.. modalities.Select(modality => modality.Name)]),
        };
    }

    private static ModalityManifest Modality(
        ModalityTower tower, torch.Tensor missing, PreparedData data, int maxWords, int width, Dictionary<string, byte[]> files)
    {
        string projection = $"{tower.Modality}.onnx";
        ModalityManifest manifest = new() { Name = tower.Modality, Encoder = "", Missing = [.. Values(missing)] };
        switch (tower)
        {
            case WordTower words:
                files[WordsFile] = Rows(words, data.Vocabulary!).ToBytes();
                files[projection] = Projection(words.Projection, width, (_, features) => features);
                WordsSettings settings = new() { Vectors = WordsFile, Projection = projection, MaxTokens = maxWords };
                return manifest with { Encoder = WordsSettings.Encoder, Settings = settings.ToJson() };
            case PictureTower pictures:
                files[projection] = Projection(
                    pictures.Projection,
                    width,
                    (graph, features) => graph.Standardize(graph.Operator("Sqrt", features), Values(pictures.Mean), Values(pictures.Deviation)));
                return manifest with { Encoder = ResNet18Settings.Encoder, Settings = new ResNet18Settings { Projection = projection }.ToJson() };
            default:
                throw new ArgumentException($"There is no way to store the tower of modality '{tower.Modality}'.", nameof(tower));
        }
    }

    private static WordVectors Rows(WordTower words, TrainingVocabulary vocabulary)
    {
        using torch.Tensor rows = words.Rows.slice(0, 1, words.Rows.shape[0], 1);
        return new WordVectors(new Vocabulary(vocabulary.Words), Values(rows), (int)rows.shape[1]);
    }

    private static byte[] Projection(Linear projection, int width, Func<OnnxGraph, string, string> scale)
    {
        OnnxGraph graph = new("projection");
        string features = scale(graph, graph.Input("features", (int)projection.weight!.shape[1]));
        graph.Output("vector", graph.Linear(features, Values(projection.weight), Values(projection.bias!)), width);
        return graph.ToBytes();
    }

    private static byte[] Head(CommonSpaceModel model, int labels)
    {
        OnnxGraph graph = new("head");
        string pooled = graph.Input("pooled", model.Width);
        string hidden = graph.Relu(graph.Linear(pooled, Values(model.Hidden.weight!), Values(model.Hidden.bias!)));
        graph.Output("logits", graph.Linear(hidden, Values(model.Output.weight!), Values(model.Output.bias!)), labels);
        return graph.ToBytes();
    }

    private static float[] Values(torch.Tensor tensor)
    {
        using torch.Tensor values = tensor.detach().cpu().contiguous();
        return values.data<float>().ToArray();
    }
}
