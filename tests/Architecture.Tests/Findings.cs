namespace Moodstream.Architecture.Tests;

/// <summary>Fails with everything that was found; an assertion on a collection would cut it short.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string> found)
    {
        var lines = string.Join(Environment.NewLine, found);
        Assert.True(lines.Length == 0, lines);
    }
}
