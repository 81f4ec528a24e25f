using System.Text;

namespace Moodstream.Inference.Reading;

/// <summary>Reads the tables that come with this library: lines of UTF-8, those that begin with <c># </c> being remarks.</summary>
internal static class TableFile
{
    /// <summary>The lines of a table, empty ones included.</summary>
    /// <param name="name">Name of its file, such as <c>words.txt</c>.</param>
    public static IEnumerable<string> Read(string name)
    {
        using var stream = typeof(TableFile).Assembly.GetManifestResourceStream($"reading/{name}")
            ?? throw new InvalidOperationException($"This build lacks the table '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith("# ", StringComparison.Ordinal))
            {
                yield return line;
            }
        }
    }
}
