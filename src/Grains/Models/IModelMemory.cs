namespace Moodstream.Grains.Models;

/// <summary>Remembers over a restart which model was activated last.</summary>
internal interface IModelMemory
{
    /// <summary>Where it is remembered, for messages; null where nothing is.</summary>
    string? Path { get; }

    /// <summary>Name of the bundle that was activated last, or null.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    Task<string?> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Remembers a bundle.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="Interfaces.Faults.PassingFaultException">The server cannot be reached.</exception>
    Task WriteAsync(string name);
}
