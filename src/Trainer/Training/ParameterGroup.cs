using TorchSharp.Modules;

namespace Moodstream.Trainer.Training;

/// <summary>Parameters that learn alike.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Rate">Their learning rate.</param>
/// <param name="Decay">Their weight decay.</param>
internal sealed record ParameterGroup(IReadOnlyList<Parameter> Parameters, double Rate, double Decay);
