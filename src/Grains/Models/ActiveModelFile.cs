using Microsoft.Extensions.Options;
using Moodstream.Grains.Options;

namespace Moodstream.Grains.Models;

/// <summary>
/// Remembers over a restart which model was activated last: the file <c>active-model</c>, which holds the bundle's name, in the folder of
/// the timeline store. A silo without a store remembers nothing; it asks the others.
/// </summary>
/// <param name="timelines">Where the store is.</param>
internal sealed class ActiveModelFile(IOptions<TimelineOptions> timelines)
{
    private const string FileName = "active-model";

    /// <summary>The file, which may not be there; null where this silo remembers nothing.</summary>
    public string? Path => timelines.Value.Enabled ? System.IO.Path.Combine(timelines.Value.Path, FileName) : null;

    /// <summary>Name of the bundle that was activated last, or null.</summary>
    public string? Read() => File.Exists(Path) ? File.ReadAllText(Path).Trim() : null;

    /// <summary>Remembers a bundle; the file is whole at any moment.</summary>
    /// <param name="name">Name of the bundle.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string name)
    {
        if (Path is not { } path)
        {
            return;
        }

        File.WriteAllText(path + ".new", name + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }
}
