using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Training;

/// <summary>Exponential moving average of a model's parameters: steadier than the last step's.</summary>
internal sealed class MovingAverage : IDisposable
{
    private readonly List<(Parameter Live, torch.Tensor Average)> _parameters;
    private readonly double _decay;
    private int _steps;

    /// <summary>Starts from the present values.</summary>
    /// <param name="parameters">The parameters to average.</param>
    /// <param name="decay">Share of the old value that each step keeps, in 0–1.</param>
    public MovingAverage(IEnumerable<Parameter> parameters, double decay)
    {
        _decay = decay;
        _parameters = [.. parameters.Select(parameter => (parameter, parameter.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>The averages.</summary>
    public IEnumerable<torch.Tensor> State => _parameters.Select(parameter => parameter.Average);

    /// <summary>Goes on after so many steps; their averages are in <see cref="State"/>.</summary>
    public void Resume(int steps) => _steps = steps;

    /// <summary>Takes in the values after a step.</summary>
    public void Update()
    {
        using var noGradient = torch.no_grad();
        // The first values are noise; a short memory forgets them before the long one begins.
        double decay = Math.Min(_decay, (1.0 + _steps) / (10.0 + _steps));
        _steps++;
        using Scalar kept = decay;
        using Scalar share = 1 - decay;
        foreach (var (live, average) in _parameters)
        {
            average.mul_(kept).add_(live, share);
        }
    }

    /// <summary>Writes the averages into the parameters.</summary>
    public void Apply()
    {
        using var noGradient = torch.no_grad();
        foreach (var (live, average) in _parameters)
        {
            live.copy_(average);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, average) in _parameters)
        {
            average.Dispose();
        }
    }
}
