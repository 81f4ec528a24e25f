namespace Moodstream.Silo.Startup;

/// <summary>Finds the folders that come with the program.</summary>
internal static class ProgramFolders
{
    /// <summary>
    /// Looks for a folder in the working folder, beside the program, and in the folders above the program (where it
    /// runs from the repository).
    /// </summary>
    /// <param name="name">Name of the folder, such as <c>models</c>.</param>
    /// <returns>Its full path, or null.</returns>
    public static string? Find(string name)
    {
        var candidates = Above(AppContext.BaseDirectory).Prepend(Environment.CurrentDirectory);
        return candidates.Select(folder => Path.Combine(folder, name)).FirstOrDefault(Directory.Exists);
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
