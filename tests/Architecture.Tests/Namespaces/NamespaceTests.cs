using Moodstream.Architecture.Tests.Drawing;

namespace Moodstream.Architecture.Tests.Namespaces;

public sealed class NamespaceTests
{
    [Theory]
    [MemberData(nameof(SourceProjects.Names), MemberType = typeof(SourceProjects))]
    public void No_namespaces_form_a_circle(string project) => Findings.None(Structures.Of(project).Circles());

    [Theory]
    [MemberData(nameof(SourceProjects.Names), MemberType = typeof(SourceProjects))]
    public void Every_arrow_between_namespaces_is_in_the_table(string project) =>
        Findings.None(ArrowTable.Missing(Structures.TableOf(project), Structures.Of(project)));

    [Theory]
    [MemberData(nameof(SourceProjects.Names), MemberType = typeof(SourceProjects))]
    public void Every_arrow_of_the_table_is_in_the_code(string project) =>
        Findings.None(ArrowTable.Unused(Structures.TableOf(project), Structures.Of(project)));

    /// <summary>Written by hand or by the command, a table reads the same: from the bottom to the top.</summary>
    [Theory]
    [MemberData(nameof(SourceProjects.Names), MemberType = typeof(SourceProjects))]
    public void Tables_are_in_order(string project) => Assert.Equal(ArrowTable.Write(Structures.Of(project)), Structures.TableOf(project));
}
