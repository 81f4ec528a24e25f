using Moodstream.Inference.Models;

namespace Moodstream.Silo.Models;

/// <summary>Where models come from.</summary>
internal interface IModelSource
{
    /// <summary>Loads and verifies a model.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelBundleException">There is none of that name, or it cannot be trusted.</exception>
    /// <exception cref="DeviceUnavailableException">A device cannot run it.</exception>
    Task<IEmotionModel> LoadAsync(string name, CancellationToken cancellationToken);
}
