using System.Collections.Immutable;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Models;

/// <summary>
/// Towers whose vectors are pooled, and a head over the pool. Every model of the trainer is one of these, with its own towers, pooling
/// and head; any number of towers will do.
/// </summary>
internal sealed class FusionModel : torch.nn.Module
{
    private const float FirstTemperature = 0.1f;

    private readonly ModuleList<ModalityTower> _towers;
    private readonly ParameterList _missing;
    private readonly LayerStack _head;
    private readonly Parameter _logTemperature;

    /// <summary>Makes a model.</summary>
    /// <param name="towers">The towers, each <paramref name="width"/> wide, in the order of modalities.</param>
    /// <param name="width">Width of the space where modalities meet.</param>
    /// <param name="pooling">How vectors become one.</param>
    /// <param name="learnsMissing">Whether a learned vector stands in for a modality that a post lacks; otherwise the pool does without.</param>
    /// <param name="head">The layers over the pool, which give the logits.</param>
    public FusionModel(IEnumerable<ModalityTower> towers, int width, PoolingKind pooling, bool learnsMissing, LayerStack head)
        : base("fusion")
    {
        Width = width;
        Pooling = pooling;
        _towers = new ModuleList<ModalityTower>([.. towers]);
        _missing = new ParameterList(learnsMissing ? [.. _towers.Select(_ => new Parameter(torch.zeros(width)))] : []);
        _head = head;
        _logTemperature = new Parameter(torch.tensor(MathF.Log(FirstTemperature)));
        RegisterComponents();
    }

    /// <summary>Width of the space where modalities meet.</summary>
    public int Width { get; }

    /// <summary>How vectors become one.</summary>
    public PoolingKind Pooling { get; }

    /// <summary>The towers, in the order of modalities.</summary>
    public IReadOnlyList<ModalityTower> Towers => [.. _towers];

    /// <summary>Logarithm of the temperature that divides the cosines of the contrastive loss.</summary>
    public torch.Tensor LogTemperature => _logTemperature;

    /// <summary>Where the model is.</summary>
    public torch.Device Device => _logTemperature.device;

    /// <summary>Adds to the logits from now on.</summary>
    /// <param name="logits">What to add, by label.</param>
    /// <returns>False, and nothing is changed, where the model has no head of its own to add it in.</returns>
    public bool Shift(float[] logits)
    {
        _head.LastLinear?.Shift(logits);
        return _head.LastLinear is not null;
    }

    /// <summary>Encodes a batch, each modality on its own.</summary>
    /// <param name="features">A feature set for each tower, in their order.</param>
    /// <param name="posts">The batch: indexes into the feature sets.</param>
    public ImmutableArray<EncodedModality> Encode(ImmutableArray<IFeatureSet> features, IReadOnlyList<int> posts)
    {
        var encoded = ImmutableArray.CreateBuilder<EncodedModality>(features.Length);
        foreach (var (tower, set) in _towers.Zip(features))
        {
            int[] rows = [.. Enumerable.Range(0, posts.Count).Where(row => set.Has(posts[row]))];
            var vectors = torch.zeros([posts.Count, Width], device: Device);
            var present = torch.tensor([.. posts.Select(set.Has)], device: Device);
            if (rows.Length > 0)
            {
                var index = torch.tensor([.. rows.Select(row => (long)row)], device: Device);
                var input = set.Batch([.. rows.Select(row => posts[row])]).to(Device);
                vectors = vectors.index_copy(0, index, tower.forward(input));
            }

            encoded.Add(new EncodedModality(tower.Modality, vectors, present, rows));
        }

        return encoded.MoveToImmutable();
    }

    /// <summary>Pools and classifies a batch.</summary>
    /// <param name="encoded">What <see cref="Encode"/> gave.</param>
    /// <param name="only">The one modality to look at, or null for all. Rows that lack it mean nothing.</param>
    /// <returns>Logits [posts, labels].</returns>
    public torch.Tensor Classify(ImmutableArray<EncodedModality> encoded, string? only = null)
    {
        if (_missing.Count > 0)
        {
            encoded = [.. encoded.Zip(_missing).Select(pair => StandIn(pair.First, pair.Second, only))];
        }
        else if (only is not null)
        {
            encoded = [.. encoded.Where(modality => modality.Modality == only)];
        }

        return _head.forward(BatchPooling.Pool(Pooling, encoded));
    }

    /// <summary>Describes the model as a bundle's head and modalities.</summary>
    /// <param name="labels">Number of labels.</param>
    /// <param name="headFile">Name of the head's file.</param>
    /// <param name="files">Receives every file.</param>
    public ImmutableArray<ModalityManifest> Export(int labels, string headFile, IDictionary<string, byte[]> files)
    {
        OnnxGraph graph = new("head");
        graph.Output("logits", _head.Export(graph, graph.Input("pooled", Width)), labels);
        files[headFile] = graph.ToBytes();
        return
        [
            .. _towers.Select((tower, place) => tower.Export(Width, files) with
            {
                Missing = _missing.Count > 0 ? [.. _missing[place].Numbers()] : [],
            }),
        ];
    }

    private static EncodedModality StandIn(EncodedModality modality, torch.Tensor missing, string? only)
    {
        var everywhere = torch.ones_like(modality.Present);
        var vectors = only is null || only == modality.Modality
            ? torch.where(modality.Present.unsqueeze(1), modality.Vectors, missing)
            : missing.expand(modality.Vectors.shape);
        return modality with { Vectors = vectors, Present = everywhere };
    }
}
