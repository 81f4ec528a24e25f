using Microsoft.Extensions.Options;
using Moodstream.Grains.Options;

namespace Moodstream.Grains.Models;

/// <summary>
/// Remembers over a restart which model was activated last: the file <c>active-model</c>, which holds the bundle's name, in the folder of
/// the timeline store. A silo without a store remembers nothing; it asks the others.
/// </summary>
/// <param name="timelines">Where the store is.</param>
internal sealed class ActiveModelFile(IOptions<TimelineOptions> timelines) : IModelMemory
{
    private const string FileName = "active-model";

    /// <inheritdoc/>
    public string? Path => timelines.Value.Enabled ? System.IO.Path.Combine(timelines.Value.Path, FileName) : null;

    /// <inheritdoc/>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken = default) =>
        File.Exists(Path) ? (await File.ReadAllTextAsync(Path, cancellationToken)).Trim() : null;

    /// <inheritdoc/>
    /// <remarks>The file is whole at any moment.</remarks>
    public async Task WriteAsync(string name)
    {
        if (Path is { } path)
        {
            await File.WriteAllTextAsync(path + ".new", name + "\n");
            File.Move(path + ".new", path, overwrite: true);
        }
    }
}
