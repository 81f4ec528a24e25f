using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Inference.Adaptive;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Sentence;
using Moodstream.Inference.Text;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Joining;

/// <summary>
/// Makes one bundle of two: one that reads words, and one that reads words and sentences. Its common space holds theirs side by side, and one
/// number more, which is 1 where a text went the way of words. That number chooses the head, so that each post is answered as the bundle
/// answers whose way it went.
/// </summary>
/// <param name="words">The bundle that reads words.</param>
/// <param name="sentences">The bundle that reads words and sentences.</param>
internal sealed class JoinedSpace(BundleDraft words, BundleDraft sentences)
{
    private const string HeadFile = "head.onnx";
    private const string Projection = "projection";
    private const string Ranges = "ranges";

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private int Switch => words.Dimension + sentences.Dimension;

    private int Dimension => Switch + 1;

    /// <summary>Makes the bundle.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="threshold">Least confidence of an answer from words that is left at that, 0–1.</param>
    /// <param name="wordsTemperature">Divides the logits of posts that went the way of words.</param>
    /// <param name="sentencesTemperature">Divides those of all others.</param>
    /// <exception cref="TrainerException">The two do not fit together.</exception>
    public BundleDraft Join(string name, double threshold, double wordsTemperature, double sentencesTemperature)
    {
        Check();
        _files.Clear();
        ImmutableArray<ModalityManifest> modalities = [.. words.Modalities.Select(modality => Join(modality, threshold))];
        _files[HeadFile] = JoinHeads(wordsTemperature, sentencesTemperature);
        return new BundleDraft
        {
            Name = name,
            Labels = words.Labels,
            Languages = words.Languages,
            Dimension = Dimension,
            Pooling = words.Pooling,
            Modalities = modalities,
            Head = HeadFile,
            Files = _files,
            GoldenTolerance = sentences.GoldenTolerance ?? words.GoldenTolerance,
            Golden = words.Golden,
        };
    }

    /// <summary>Checks that the two fit together.</summary>
    /// <exception cref="TrainerException">They do not.</exception>
    public void Check()
    {
        string? fault =
            !words.Labels.SequenceEqual(sentences.Labels) ? "have the same labels in the same order"
            : !words.Languages.Order().SequenceEqual(sentences.Languages.Order()) ? "read the same languages"
            : words.Pooling != PoolingKinds.NameOf(PoolingKind.Sum) || sentences.Pooling != words.Pooling ? "pool by sum"
            : !words.Modalities.Select(modality => modality.Name).ToHashSet().SetEquals(sentences.Modalities.Select(modality => modality.Name)) ? "have the same modalities"
            : EncoderOf(words) != WordsSettings.Encoder || EncoderOf(sentences) != WordsAndSentenceSettings.Encoder
                ? $"read texts by the encoders '{WordsSettings.Encoder}' and '{WordsAndSentenceSettings.Encoder}', in this order"
            : words.Modalities.FirstOrDefault(modality => modality.Encoder != WordsSettings.Encoder && !IsAlike(modality, Counterpart(modality))) is { } odd
                ? $"read '{odd.Name}' by the same encoder with the same settings"
            : null;
        if (fault is not null)
        {
            throw new TrainerException($"--words and --sentences: the two bundles must {fault}.");
        }
    }

    private static string? EncoderOf(BundleDraft bundle) => bundle.Modalities.FirstOrDefault(modality => modality.Name.Name == "text")?.Encoder;

    private static float[] Missing(ModalityManifest modality, int width) => modality.Missing.IsDefaultOrEmpty ? new float[width] : [.. modality.Missing];

    private static T Settings<T>(ModalityManifest modality) => modality.Settings.Deserialize<T>(JsonSerializerOptions.Web)!;

    private ModalityManifest Counterpart(ModalityManifest modality) => sentences.Modalities.Single(other => other.Name == modality.Name);

    /// <summary>Whether two modalities have the same features, be they computed in floats or in bytes.</summary>
    private bool IsAlike(ModalityManifest modality, ModalityManifest other) =>
        modality.Encoder == other.Encoder && HasSame(modality, other, Projection, Ranges);

    /// <summary>Whether two modalities have the same settings, and files of the same content, but for some settings.</summary>
    private bool HasSame(ModalityManifest modality, ModalityManifest other, params string[] but)
    {
        var (first, second) = (JsonObject.Create(modality.Settings)!, JsonObject.Create(other.Settings)!);
        foreach (string setting in but)
        {
            first.Remove(setting);
            second.Remove(setting);
        }

        return JsonNode.DeepEquals(first, second)
            && first.All(setting => setting.Value?.GetValueKind() != JsonValueKind.String
                || !words.Files.TryGetValue(setting.Value.GetValue<string>(), out byte[]? file)
                || file.AsSpan().SequenceEqual(sentences.Files[setting.Value.GetValue<string>()]));
    }

    private ModalityManifest Join(ModalityManifest modality, double threshold)
    {
        var other = Counterpart(modality);
        bool isText = modality.Encoder == WordsSettings.Encoder;
        JsonElement settings = isText ? JoinTexts(modality, other, (float)threshold) : JoinAlike(modality, other);

        // Without a text the sentences' head answers, so that the switch stays off.
        float[] missing = [.. isText ? new float[words.Dimension] : Missing(modality, words.Dimension), .. Missing(other, sentences.Dimension), 0];
        return new ModalityManifest
        {
            Name = modality.Name,
            Encoder = isText ? AdaptiveSettings.Encoder : modality.Encoder,
            Missing = [.. missing],
            Settings = settings,
        };
    }

    private JsonElement JoinTexts(ModalityManifest modality, ModalityManifest other, float threshold)
    {
        var ownWords = Settings<WordsSettings>(modality);
        var both = Settings<WordsAndSentenceSettings>(other);
        byte[] vectors = words.Files[ownWords.Vectors];
        byte[] otherVectors = sentences.Files[both.Vectors];
        bool share = vectors.AsSpan().SequenceEqual(otherVectors);
        var wordsWay = ownWords with { Vectors = "words.bin", Projection = "text-words.onnx" };
        var sentencesWay = both with { Vectors = share ? wordsWay.Vectors : "sentences.bin", Projection = "text-sentences.onnx" };
        _files[wordsWay.Vectors] = vectors;
        _files[sentencesWay.Vectors] = otherVectors;
        foreach (string change in new[] { both.Update, both.Ranges }.OfType<string>())
        {
            _files[change] = sentences.Files[change];
        }

        int wordFeatures = FeaturesOf(vectors);
        _files[wordsWay.Projection] = Graph(wordFeatures, (graph, features) =>
        {
            float[] on = new float[Dimension];
            on[Switch] = 1;
            return graph.Operator("Add", PlaceWords(graph, words.Files[ownWords.Projection], features), graph.Constant(on, Dimension));
        });
        _files[sentencesWay.Projection] = Graph(
            FeaturesOf(otherVectors) + SentenceFeaturizer.FeatureCount,
            (graph, features) => PlaceSentences(graph, sentences.Files[both.Projection], features));
        return new AdaptiveSettings { Words = wordsWay, Sentences = sentencesWay, Threshold = threshold }.ToJson();
    }

    private static int FeaturesOf(byte[] vectors) => WordVectors.Read(vectors).FeatureCount;

    private JsonElement JoinAlike(ModalityManifest modality, ModalityManifest other)
    {
        var settings = JsonObject.Create(modality.Settings)!;
        string own = settings[Projection]!.GetValue<string>();
        if (!HasSame(modality, other, Projection))
        {
            // What only one of the two computes in bytes, or each by ranges of its own, is computed in floats.
            settings.Remove(Ranges);
        }

        foreach (string file in settings.Select(setting => setting.Value).OfType<JsonValue>()
            .Where(value => value.GetValueKind() == JsonValueKind.String)
            .Select(value => value.GetValue<string>())
            .Where(words.Files.ContainsKey))
        {
            _files[file] = words.Files[file];
        }

        byte[] second = sentences.Files[other.Settings.GetProperty(Projection).GetString()!];
        _files[own] = Graph(OnnxGraph.InputWidthOf(words.Files[own]), (graph, features) => graph.Operator(
            "Add", PlaceWords(graph, words.Files[own], features), PlaceSentences(graph, second, features)));
        return JsonSerializer.SerializeToElement(settings);
    }

    private byte[] JoinHeads(double wordsTemperature, double sentencesTemperature)
    {
        OnnxGraph graph = new("head");
        string pooled = graph.Input("pooled", Dimension);
        string isWords = graph.Slice(pooled, Switch, 1);
        string isSentences = graph.Operator("Sub", graph.Constant([1f], 1), isWords);
        string byWords = graph.Include(words.Files[words.Head], graph.Slice(pooled, 0, words.Dimension));
        string bySentences = graph.Include(sentences.Files[sentences.Head], graph.Slice(pooled, words.Dimension, sentences.Dimension));
        graph.Output("logits", graph.Operator("Add", Choose(byWords, isWords, wordsTemperature), Choose(bySentences, isSentences, sentencesTemperature)), words.Labels.Length);
        return graph.ToBytes();

        string Choose(string logits, string isChosen, double temperature) =>
            graph.Operator("Mul", graph.Operator("Mul", logits, graph.Constant([(float)(1 / temperature)], 1)), isChosen);
    }

    private byte[] Graph(int features, Func<OnnxGraph, string, string> build)
    {
        OnnxGraph graph = new("projection");
        graph.Output("vector", build(graph, graph.Input("features", features)), Dimension);
        return graph.ToBytes();
    }

    private string PlaceWords(OnnxGraph graph, byte[] projection, string features) =>
        graph.Pad(graph.Include(projection, features), 0, Dimension - words.Dimension);

    private string PlaceSentences(OnnxGraph graph, byte[] projection, string features) =>
        graph.Pad(graph.Include(projection, features), words.Dimension, 1);
}
