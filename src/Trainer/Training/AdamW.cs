using Moodstream.Trainer.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Training;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter, ICLR 2019), β = 0.9 and 0.999, ε = 1e-8, with a rate and a decay for each
/// group of parameters.
/// </summary>
/// <remarks>
/// TorchSharp's own optimizer hands temporary scalars to native code without keeping them alive: when a collection falls into such a
/// call, the finalizer frees the scalar while it is read. Here, as in the models, every scalar is held until the call is over.
/// </remarks>
internal sealed class AdamW : IDisposable
{
    private const double FirstDecay = 0.9;
    private const double SecondDecay = 0.999;
    private const double Epsilon = 1e-8;

    private readonly List<Slot> _slots;
    private int _steps;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="groups">The groups; each parameter stands in one.</param>
    public AdamW(IEnumerable<ParameterGroup> groups) => _slots =
    [
        .. groups.SelectMany(group => group.Parameters.Select(parameter => new Slot(
            parameter,
            torch.zeros_like(parameter).DetachFromDisposeScope(),
            torch.zeros_like(parameter).DetachFromDisposeScope(),
            group))),
    ];

    /// <summary>Both moments of every parameter.</summary>
    public IEnumerable<torch.Tensor> State => _slots.SelectMany(slot => new[] { slot.First, slot.Second });

    /// <summary>Goes on after so many steps; their moments are in <see cref="State"/>.</summary>
    public void Resume(int steps) => _steps = steps;

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var slot in _slots)
        {
            slot.Parameter.grad?.zero_();
        }
    }

    /// <summary>Takes a step along the gradients.</summary>
    /// <param name="factor">Factor on every group's rate, in 0–1.</param>
    public void Step(double factor)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        _steps++;
        using Scalar firstDecay = FirstDecay;
        using Scalar firstShare = 1 - FirstDecay;
        using Scalar secondDecay = SecondDecay;
        using Scalar secondShare = 1 - SecondDecay;
        using Scalar secondCorrection = Math.Sqrt(1 - Math.Pow(SecondDecay, _steps));
        using Scalar epsilon = Epsilon;
        foreach (var slot in _slots)
        {
            if (slot.Parameter.grad is not { } gradient)
            {
                continue;
            }

            double rate = slot.Group.Rate * factor;
            using Scalar kept = 1 - (rate * slot.Group.Decay);
            using Scalar stride = -rate / (1 - Math.Pow(FirstDecay, _steps));
            slot.First.mul_(firstDecay).add_(gradient, firstShare);
            slot.Second.mul_(secondDecay).addcmul_(gradient, gradient, secondShare);
            var scale = slot.Second.sqrt().div_(secondCorrection).add_(epsilon, Scalars.One);
            if (slot.Group.Decay > 0)
            {
                slot.Parameter.mul_(kept);
            }

            slot.Parameter.addcdiv_(slot.First, scale, stride);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.First.Dispose();
            slot.Second.Dispose();
        }
    }

    private sealed record Slot(Parameter Parameter, torch.Tensor First, torch.Tensor Second, ParameterGroup Group);
}
