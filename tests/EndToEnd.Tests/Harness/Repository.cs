namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>Where the sources and the builds lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The built program, in the configuration of the running tests.</summary>
    public static string Program { get; } = FindProgram();

    public static string Bundle { get; } = Path.Combine(Root, "models", "default");

    public static string Sample(string picture) => Path.Combine(Root, "samples", "images", picture);

    private static string FindProgram()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, "src", "Silo", "bin", framework.Parent!.Name, framework.Name, "Moodstream.Silo.dll");
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Streaming.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return folder.FullName;
    }
}
