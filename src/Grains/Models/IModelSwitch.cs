using Moodstream.Abstractions.Models;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Models;

/// <summary>Changes the model that a silo serves, while it serves.</summary>
public interface IModelSwitch
{
    /// <summary>The model in service, by the name of its bundle's folder.</summary>
    ModelReference Serving { get; }

    /// <summary>Loads and verifies a bundle and keeps it ready; one that was ready before is dropped.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="ModelBundleException">There is none of that name, or it cannot be trusted.</exception>
    /// <exception cref="DeviceUnavailableException">A device cannot run it.</exception>
    Task<ModelInfo> Prepare(string name);

    /// <summary>Puts the prepared model into service; work that has begun finishes with the one before.</summary>
    /// <param name="version">Version of the prepared model.</param>
    /// <returns>Whether that model is in service; false where no such model was ready.</returns>
    bool Activate(string version);
}
