using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Models;

/// <summary>
/// The model that all silos of the cluster serve; its key is 0. It does one thing after the other, so that neither two changes nor a
/// change and a silo that joins can leave silos with different models.
/// </summary>
[Alias("moodstream.IClusterModel")]
public interface IClusterModel : IGrainWithIntegerKey
{
    /// <summary>Changes the model: every silo prepares it, and only when all have it they change over.</summary>
    /// <param name="name">Name of the bundle, which every silo has among its own.</param>
    [Alias("Activate"), ResponseTimeout("00:05:00")]
    Task<ModelActivation> Activate(string name);

    /// <summary>Brings a silo that joined to the model that the others serve; the first silo of a cluster keeps its own.</summary>
    /// <param name="silo">Name of the silo, which is active already.</param>
    /// <returns>The model that the silo serves from now on, or why it cannot serve what the others do.</returns>
    [Alias("Admit"), ResponseTimeout("00:05:00")]
    Task<ModelActivation> Admit(string silo);
}

/// <summary>What became of a change of the model.</summary>
/// <param name="Model">The model that is served now; null where it could not be put into service, and nothing changed.</param>
/// <param name="Silos">Number of silos that were asked.</param>
/// <param name="Problem">What stood in the way, in one sentence; null where nothing did.</param>
/// <param name="IsConflict">Whether the silos disagree, rather than one of them being unable to serve the model.</param>
[GenerateSerializer, Immutable, Alias("moodstream.ModelActivation")]
public sealed record ModelActivation(
    [property: Id(0)] ModelReference? Model,
    [property: Id(1)] int Silos,
    [property: Id(2)] string? Problem = null,
    [property: Id(3)] bool IsConflict = false);
