namespace Moodstream.TestKit;

/// <summary>Where the sources and the builds lie.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A model bundle that comes with the repository; it may be missing.</summary>
    public static string Bundle(string name = "default") => Path.Combine(Root, "models", name);

    /// <summary>A picture that comes with the repository.</summary>
    public static string Sample(string picture) => Path.Combine(Root, "samples", "images", picture);

    /// <summary>What a project was built into, in the configuration of the running tests.</summary>
    /// <param name="folder"><c>src</c> or <c>tests</c>.</param>
    /// <param name="project">The project's name.</param>
    public static string AssemblyOf(string folder, string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, folder, project, "bin", framework.Parent!.Name, framework.Name, $"Moodstream.{project}.dll");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
