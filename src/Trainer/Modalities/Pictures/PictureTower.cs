using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Vision;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Layers;
using Moodstream.Trainer.Numerics;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>Pictures: the CNN's features and maybe what faces say, scaled where a scale is given, and maybe a hidden layer.</summary>
internal sealed class PictureTower : ModalityTower
{
    private readonly PictureColumns _columns;
    private readonly LayerStack _hidden;
    private readonly torch.Tensor? _mean;
    private readonly torch.Tensor? _deviation;

    /// <summary>Makes the tower.</summary>
    /// <param name="columns">The features that it reads.</param>
    /// <param name="scale">Scale of the square roots of the training pictures' features, all of them, or null to take them as they are.</param>
    /// <param name="hidden">The layers between the features and the projection; may be none.</param>
    /// <param name="projection">The layers into the space where modalities meet.</param>
    public PictureTower(PictureColumns columns, FeatureScale? scale, LayerStack hidden, LayerStack projection)
        : base(PicturePreparation.Name, projection)
    {
        _columns = columns;
        _hidden = hidden;
        if (scale is not null)
        {
            _mean = torch.tensor(columns.Of(scale.Mean));
            _deviation = torch.tensor(columns.Of(scale.Deviation));
        }

        RegisterComponents();
    }

    /// <inheritdoc />
    public override ModalityManifest Export(int width, IDictionary<string, byte[]> files)
    {
        string projection = $"{Modality}.onnx";
        files[projection] = ExportProjection(_columns.Count, width, (graph, features) => _hidden.Export(graph, Scale(graph, features)));
        return new ModalityManifest
        {
            Name = new(Modality),
            Encoder = _columns.ReadsFaces ? ResNet18Settings.EncoderWithFaces : ResNet18Settings.Encoder,
            Settings = new ResNet18Settings { Projection = projection, Poolings = _columns.Names }.ToJson(),
        };
    }

    /// <summary>Takes all features [posts, features], none of them negative, to the projection's input.</summary>
    protected override torch.Tensor Features(torch.Tensor input) => _hidden.forward(Scale(_columns.Of(input)));

    private torch.Tensor Scale(torch.Tensor features) => _mean is null ? features : (features.sqrt() - _mean) / _deviation!;

    private string Scale(OnnxGraph graph, string features) => _mean is null
        ? features
        : graph.Standardize(graph.Operator("Sqrt", features), _mean.Numbers(), _deviation!.Numbers());
}
