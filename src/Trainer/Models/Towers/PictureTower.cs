using Moodstream.Inference;
using TorchSharp;

namespace Moodstream.Trainer;

/// <summary>Pictures: the CNN's features, scaled where a scale is given.</summary>
internal sealed class PictureTower : ModalityTower
{
    private readonly torch.Tensor? _mean;
    private readonly torch.Tensor? _deviation;

    /// <summary>Makes the tower.</summary>
    /// <param name="scale">Scale of the square roots of the training pictures' features, or null to take the features as they are.</param>
    /// <param name="projection">The layers over the features.</param>
    public PictureTower(FeatureScale? scale, LayerStack projection)
        : base(PictureFeatureSet.Name, projection)
    {
        if (scale is not null)
        {
            _mean = torch.tensor(scale.Mean);
            _deviation = torch.tensor(scale.Deviation);
        }

        RegisterComponents();
    }

    /// <inheritdoc />
    public override ModalityManifest Export(int width, IDictionary<string, byte[]> files)
    {
        string projection = $"{Modality}.onnx";
        files[projection] = ExportProjection(PictureFeaturizer.FeatureCount, width, Scale);
        return new ModalityManifest
        {
            Name = Modality,
            Encoder = ResNet18Settings.Encoder,
            Settings = new ResNet18Settings { Projection = projection }.ToJson(),
        };
    }

    /// <summary>Scales features [posts, features], which are not negative.</summary>
    protected override torch.Tensor Features(torch.Tensor input) => _mean is null ? input : (input.sqrt() - _mean) / _deviation!;

    private string Scale(OnnxGraph graph, string features) => _mean is null
        ? features
        : graph.Standardize(graph.Operator("Sqrt", features), Layer.Values(_mean), Layer.Values(_deviation!));
}
