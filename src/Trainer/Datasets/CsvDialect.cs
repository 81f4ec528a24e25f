using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>What has to be known of a CSV file before it is read: its separator, and that no quoted field swallows the rows after it.</summary>
internal static class CsvDialect
{
    private const char Quote = '"';

    private static readonly char[] Separators = [',', ';', '\t'];

    /// <summary>
    /// The separator: the one that the first line has most of, outside of quotes, since spreadsheets write semicolons where the comma is the
    /// decimal mark.
    /// </summary>
    public static char SeparatorOf(string file)
    {
        string header = File.ReadLines(file).FirstOrDefault() ?? "";
        string[] outside = [.. header.Split(Quote).Where((_, place) => place % 2 == 0)];
        return Separators.MaxBy(separator => outside.Sum(part => part.Count(letter => letter == separator)));
    }

    /// <summary>Refuses a quoted field that is never closed, or that goes on after its closing quote.</summary>
    /// <exception cref="TrainerException">There is one.</exception>
    public static void RefuseOpenQuotes(string file, char separator)
    {
        using StreamReader reader = new(file);
        int line = 1;
        int opened = 0;
        bool isStart = true;
        for (int next = reader.Read(); next >= 0; next = reader.Read())
        {
            char letter = (char)next;
            bool isQuoted = opened > 0;
            if (isQuoted && letter == Quote && reader.Peek() == Quote)
            {
                reader.Read();
            }
            else if (isQuoted && letter == Quote)
            {
                RefuseMore(reader.Peek(), separator, file, opened);
                opened = 0;
            }
            else if (isStart && letter == Quote)
            {
                opened = line;
            }

            isStart = opened == 0 && (letter == separator || letter is '\n' or '\r');
            line += letter == '\n' ? 1 : 0;
        }

        if (opened > 0)
        {
            throw new TrainerException($"{Path.GetFileName(file)}:{opened}: the quote that opens a field here is never closed. Close it, or write a quote within a quoted field twice.");
        }
    }

    private static void RefuseMore(int next, char separator, string file, int opened)
    {
        if (next >= 0 && next != separator && (char)next is not ('\n' or '\r'))
        {
            throw new TrainerException($"{Path.GetFileName(file)}:{opened}: the quoted field that begins here goes on after a quote. Close it where it ends, or write a quote within it twice.");
        }
    }
}
