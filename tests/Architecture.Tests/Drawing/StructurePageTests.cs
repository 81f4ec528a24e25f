namespace Moodstream.Architecture.Tests.Drawing;

public sealed class StructurePageTests
{
    [Fact]
    public void The_page_shows_the_code_as_it_is()
    {
        var page = File.ReadAllText(StructurePage.FilePath);
        var expected = StructurePage.Update(page);
        if (Structures.Updates)
        {
            File.WriteAllText(StructurePage.FilePath, page = expected);
        }

        Assert.True(page == expected, $"docs/structure.md shows other arrows than the code has; `{Structures.UpdateCommand}` draws it anew.");
    }
}
