namespace Moodstream.Architecture.Tests;

/// <summary>The projects under <c>tests</c> that hold tests.</summary>
internal static class TestProjects
{
    /// <summary>Their names, as data of a theory.</summary>
    public static TheoryData<string> Names =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];
}
