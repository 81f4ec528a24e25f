using System.ComponentModel.DataAnnotations;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Silo.Configuration.Options;

/// <summary>What <c>--demo</c> streams.</summary>
[SettingsSection("Demo")]
internal sealed class DemoOptions
{
    /// <summary>
    /// Folder with <c>posts.jsonl</c> and the pictures that it names; none is <c>samples</c> in the working folder,
    /// beside the program, or in the repository that the program was built in.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>Posts per second on average.</summary>
    [Range(0.01, 1_000)]
    public double PostsPerSecond { get; set; } = 1;
}
