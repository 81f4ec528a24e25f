using System.Collections.Immutable;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>
/// Towers into one common space, whose vectors are summed; a learned vector stands in for a modality that a post lacks.
/// The head is linear → ReLU → linear. Any number of towers will do.
/// </summary>
internal sealed class CommonSpaceModel : torch.nn.Module
{
    private readonly ModuleList<ModalityTower> _towers;
    private readonly ParameterList _missing;
    private readonly Linear _hidden;
    private readonly Linear _output;
    private readonly Parameter _logTemperature;

    /// <summary>Makes the model.</summary>
    /// <param name="towers">The towers, each <paramref name="width"/> wide, in the order of modalities.</param>
    /// <param name="width">Width of the common space.</param>
    /// <param name="labels">Number of labels.</param>
    public CommonSpaceModel(IEnumerable<ModalityTower> towers, int width, int labels)
        : base("common_space")
    {
        Width = width;
        _towers = new ModuleList<ModalityTower>([.. towers]);
        _missing = new ParameterList([.. _towers.Select(_ => new Parameter(torch.zeros(width)))]);
        _hidden = torch.nn.Linear(width, width);
        _output = torch.nn.Linear(width, labels);
        _logTemperature = new Parameter(torch.tensor(MathF.Log(0.1f)));
        RegisterComponents();
    }

    /// <summary>Width of the common space.</summary>
    public int Width { get; }

    /// <summary>The towers, in the order of modalities.</summary>
    public IReadOnlyList<ModalityTower> Towers => [.. _towers];

    /// <summary>The head's first layer.</summary>
    public Linear Hidden => _hidden;

    /// <summary>The head's last layer.</summary>
    public Linear Output => _output;

    /// <summary>Logarithm of the temperature that divides the cosines of the contrastive loss.</summary>
    public torch.Tensor LogTemperature => _logTemperature;

    /// <summary>What stands in for each modality [width], in the order of modalities.</summary>
    public IReadOnlyList<torch.Tensor> Missing => [.. _missing];

    /// <summary>Encodes a batch, each modality on its own.</summary>
    /// <param name="features">A feature set for each tower, in their order.</param>
    /// <param name="posts">The batch: indexes into the feature sets.</param>
    public ImmutableArray<EncodedModality> Encode(ImmutableArray<IFeatureSet> features, IReadOnlyList<int> posts)
    {
        torch.Device device = _output.weight!.device;
        ImmutableArray<EncodedModality>.Builder encoded = ImmutableArray.CreateBuilder<EncodedModality>(features.Length);
        foreach ((ModalityTower tower, IFeatureSet set) in _towers.Zip(features))
        {
            int[] rows = [.. Enumerable.Range(0, posts.Count).Where(row => set.Has(posts[row]))];
            torch.Tensor vectors = torch.zeros([posts.Count, Width], device: device);
            torch.Tensor present = torch.tensor([.. posts.Select(set.Has)], device: device);
            if (rows.Length > 0)
            {
                torch.Tensor index = torch.tensor([.. rows.Select(row => (long)row)], device: device);
                torch.Tensor input = set.Batch([.. rows.Select(row => posts[row])]).to(device);
                vectors = vectors.index_copy(0, index, tower.forward(input));
            }

            encoded.Add(new EncodedModality(tower.Modality, vectors, present, rows));
        }

        return encoded.MoveToImmutable();
    }

    /// <summary>Pools and classifies a batch.</summary>
    /// <param name="encoded">What <see cref="Encode"/> gave.</param>
    /// <param name="only">The one modality to look at, or null for all.</param>
    /// <returns>Logits [posts, labels].</returns>
    public torch.Tensor Classify(ImmutableArray<EncodedModality> encoded, string? only = null)
    {
        torch.Tensor pooled = encoded.Zip(_missing)
            .Select(pair => only is null || only == pair.First.Modality
                ? torch.where(pair.First.Present.unsqueeze(1), pair.First.Vectors, pair.Second)
                : pair.Second.unsqueeze(0))
            .Aggregate((sum, vectors) => sum + vectors);
        return _output.forward(torch.nn.functional.relu(_hidden.forward(pooled)));
    }
}
