using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer;

/// <summary>Pictures: the standardised square root of the CNN's features, dropout, a linear layer.</summary>
internal sealed class PictureTower : ModalityTower
{
    private readonly torch.Tensor _mean;
    private readonly torch.Tensor _deviation;
    private readonly Dropout _dropout;
    private readonly Linear _projection;

    /// <summary>Makes the tower.</summary>
    /// <param name="scale">Scale of the training pictures' features.</param>
    /// <param name="width">Width of the common space.</param>
    /// <param name="dropout">Share of the features that training drops.</param>
    public PictureTower(FeatureScale scale, int width, double dropout)
        : base(PictureFeatureSet.Name)
    {
        _mean = torch.tensor(scale.Mean);
        _deviation = torch.tensor(scale.Deviation);
        _dropout = torch.nn.Dropout(dropout);
        _projection = torch.nn.Linear(scale.Mean.Length, width);
        register_buffer("mean", _mean);
        register_buffer("deviation", _deviation);
        RegisterComponents();
    }

    /// <summary>Mean of the square roots [features].</summary>
    public torch.Tensor Mean => _mean;

    /// <summary>Deviation of the square roots [features].</summary>
    public torch.Tensor Deviation => _deviation;

    /// <summary>The linear layer over the scaled features.</summary>
    public Linear Projection => _projection;

    /// <summary>Encodes features [posts, features], not negative, into [posts, width].</summary>
    public override torch.Tensor forward(torch.Tensor input) =>
        _projection.forward(_dropout.forward((input.sqrt() - _mean) / _deviation));
}
