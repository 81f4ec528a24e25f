using Moodstream.Inference.Manifest;
using Moodstream.Inference.Onnx;
using Moodstream.Trainer.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities;

/// <summary>A modality as the trainer sees it: features, then layers that take them into the space where modalities meet.</summary>
/// <param name="modality">Name of the modality.</param>
/// <param name="projection">The layers.</param>
internal abstract class ModalityTower(string modality, LayerStack projection)
    : torch.nn.Module<torch.Tensor, torch.Tensor>($"{modality}_tower")
{
    /// <summary>Name of the modality.</summary>
    public string Modality { get; } = modality;

    /// <summary>Parameters that learn at the faster rate and without decay, such as embedding rows.</summary>
    public virtual IReadOnlyList<Parameter> FastParameters => [];

    /// <summary>The layers after the features.</summary>
    protected LayerStack Projection { get; } = projection;

    /// <summary>Ends the training: from here on the tower answers as the stored model will.</summary>
    public virtual void Finish()
    {
    }

    /// <summary>Describes the tower as a part of a bundle.</summary>
    /// <param name="width">Width of the space where modalities meet.</param>
    /// <param name="files">Receives the files that the encoder needs.</param>
    /// <returns>The modality; what stands in for it where it is missing is not the tower's to say.</returns>
    public abstract ModalityManifest Export(int width, IDictionary<string, byte[]> files);

    /// <inheritdoc />
    public override torch.Tensor forward(torch.Tensor input) => Projection.forward(Features(input));

    /// <summary>The features of a batch [posts, features].</summary>
    protected abstract torch.Tensor Features(torch.Tensor input);

    /// <summary>Writes the layers, and what comes before them in ONNX, as the encoder's network.</summary>
    /// <param name="features">Numbers in the encoder's features.</param>
    /// <param name="width">Width of the space where modalities meet.</param>
    /// <param name="before">Adds what comes before the layers.</param>
    protected byte[] ExportProjection(int features, int width, Func<OnnxGraph, string, string> before)
    {
        OnnxGraph graph = new("projection");
        graph.Output("vector", Projection.Export(graph, before(graph, graph.Input("features", features))), width);
        return graph.ToBytes();
    }
}
