using System.ComponentModel.DataAnnotations;

namespace Moodstream.Silo.Demo;

/// <summary>Settings of the section <c>Demo</c>, which <c>--demo</c> uses.</summary>
internal sealed class DemoOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Demo";

    /// <summary>
    /// Folder with <c>posts.jsonl</c> and the pictures that it names; by default <c>samples</c> in the working folder,
    /// beside the program, or in the repository that the program was built in.
    /// </summary>
    public string? Path { get; set; }

    /// <summary>Posts per second on average, 0.01–1000.</summary>
    [Range(0.01, 1000, ErrorMessage = "Demo:PostsPerSecond must be 0.01 to 1000.")]
    public double PostsPerSecond { get; set; } = 1;
}
