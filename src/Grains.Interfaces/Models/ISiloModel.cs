using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Models;

/// <summary>
/// The model that one silo serves. Its key is the silo's name, and placement pins it to that silo. A cluster changes its
/// model in two steps: every silo prepares the new one, and only when all have it do they activate it.
/// </summary>
[Alias("moodstream.ISiloModel")]
public interface ISiloModel : IGrainWithStringKey
{
    /// <summary>Loads a bundle, verifies that it reproduces its examples, and keeps it ready; one that was ready before is dropped.</summary>
    /// <param name="name">Name of the bundle, from among the silo's own.</param>
    /// <returns>The model, or why it cannot be served.</returns>
    [Alias("Prepare"), ResponseTimeout("00:04:00")]
    Task<PreparedModel> Prepare(string name);

    /// <summary>Puts the prepared model into service; work that has begun finishes with the one before.</summary>
    /// <param name="model">The model that <see cref="Prepare"/> answered.</param>
    /// <returns>False where the silo serves another one: it prepared that one since.</returns>
    [Alias("Activate")]
    Task<bool> Activate(ModelReference model);

    /// <summary>The model in service.</summary>
    [Alias("Serving")]
    Task<ServingModel> Serving();

    /// <summary>Tells the silo that what it serves is what the cluster serves.</summary>
    [Alias("Settle")]
    Task Settle();
}

/// <summary>What became of the preparation of a model.</summary>
/// <param name="Model">The model; null where it cannot be served.</param>
/// <param name="Problem">Why it cannot be served, in one sentence; null where it can.</param>
[GenerateSerializer, Immutable, Alias("moodstream.PreparedModel")]
public sealed record PreparedModel([property: Id(0)] ModelReference? Model, [property: Id(1)] string? Problem);

/// <summary>The model that a silo serves.</summary>
/// <param name="Model">The model.</param>
/// <param name="IsSettled">Whether the cluster serves it; false for a silo that has only just joined.</param>
[GenerateSerializer, Immutable, Alias("moodstream.ServingModel")]
public sealed record ServingModel([property: Id(0)] ModelReference Model, [property: Id(1)] bool IsSettled);
