using Mono.Cecil;

namespace Moodstream.Architecture.Tests.Namespaces;

/// <summary>The rules would keep nothing if the readers overlooked an arrow; the samples beside this file have one of each kind.</summary>
public sealed class ArrowReadingTests
{
    private static readonly NamespaceGraph Samples = ReadSamples();

    [Theory]
    [InlineData("BaseTypes")]
    [InlineData("Members")]
    [InlineData("Generics")]
    [InlineData("Attributes")]
    [InlineData("Bodies")]
    [InlineData("Lambdas")]
    public void An_assembly_shows_every_kind_of_arrow(string user) => Assert.Equal(["Bottom"], Samples.UsedBy(user));

    [Fact]
    public void A_circle_is_found_with_the_types_that_close_it()
    {
        var circle = Assert.Single(Samples.Circles());

        Assert.Equal("Left, Right: Left -> Right (One uses Other); Right -> Left (Other uses One)", circle);
    }

    [Fact]
    public void An_arrow_that_is_not_in_the_table_is_found()
    {
        var table = ArrowTable.Write(Samples).Replace("Bodies -> Bottom\n", "Bodies ->\n", StringComparison.Ordinal).Replace("Lambdas -> Bottom\n", "", StringComparison.Ordinal);

        Assert.Equal(["Lambdas has no row", "Bodies -> Bottom (Sample uses Used)"], ArrowTable.Missing(table, Samples));
        Assert.Empty(ArrowTable.Missing(ArrowTable.Write(Samples), Samples));
    }

    [Fact]
    public void A_row_that_no_code_uses_is_found()
    {
        var table = ArrowTable.Write(Samples).Replace("Bottom ->\n", "Bottom -> Left\nGone -> Bottom\n", StringComparison.Ordinal);

        Assert.Equal(["There is no Gone", "Bottom does not use Left"], ArrowTable.Unused(table, Samples));
        Assert.Empty(ArrowTable.Unused(ArrowTable.Write(Samples), Samples));
    }

    [Fact]
    public void Sources_show_what_the_compiler_inlines_and_only_what_is_of_the_project()
    {
        SourceFile[] files =
        [
            new("A.cs", "Upper", "using System;\nusing Moodstream.Grains.Lower;\nusing static Moodstream.Grains.Other.Constants;\nusing Moodstream.Grains.Interfaces.Lower;\n"),
            new("B.cs", "Lower", "using Alias = System.Collections.Generic.List<Moodstream.Grains.Upper.A>;\n"),
            new("C.cs", "Other", ""),
        ];

        var arrows = SourceArrows.Read("Grains", ["Grains", "Grains.Interfaces"], files);

        Assert.Equal([("Upper", "Lower"), ("Upper", "Other"), ("Lower", "Upper")], arrows.Select(arrow => (arrow.From, arrow.To)));
    }

    [Fact]
    public void Pictures_leave_out_arrows_that_follow_from_others()
    {
        NamespaceGraph graph = new([], [new("Top", "Middle", ""), new("Middle", "Bottom", ""), new("Top", "Bottom", "")]);

        Assert.Equal(["Middle"], graph.UsedDirectlyBy("Top"));
        Assert.Equal(["Bottom", "Middle", "Top"], graph.BottomUp);
        Assert.Equal("Bottom ->\nMiddle -> Bottom\nTop -> Bottom, Middle\n", ArrowTable.Write(graph));
    }

    private static NamespaceGraph ReadSamples()
    {
        const string Prefix = "Moodstream.Architecture.Tests.Namespaces.Samples";
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(ArrowReadingTests).Assembly.Location);
        return new NamespaceGraph([], AssemblyArrows.Read(assembly.MainModule.GetTypes(), Prefix));
    }
}
