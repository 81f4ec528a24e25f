using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>A modality as the trainer sees it: takes the modality's features into the common space.</summary>
internal abstract class ModalityTower(string modality) : torch.nn.Module<torch.Tensor, torch.Tensor>($"{modality}_tower")
{
    /// <summary>Name of the modality.</summary>
    public string Modality { get; } = modality;

    /// <summary>Parameters that learn at the faster rate and without decay, such as embedding rows.</summary>
    public virtual IReadOnlyList<Parameter> FastParameters => [];
}
