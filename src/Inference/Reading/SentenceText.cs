using System.Text;

namespace Moodstream.Inference.Reading;

/// <summary>
/// What a reader of sentences gets of a post: its tokens as plain words, in pieces of a length that it can read at once. Emoji become the
/// words that say what they mean, people become <c>someone</c>; of signs only the marks stay, commas and full stops.
/// </summary>
public static class SentenceText
{
    private const string Person = "someone";

    /// <summary>Writes the pieces of a text.</summary>
    /// <param name="text">Any string. Words of other scripts than the Latin one are passed over.</param>
    /// <param name="wordsAPiece">Most words of a piece, at least 1.</param>
    /// <param name="mostPieces">Most pieces, at least 2; of a longer text they are spread evenly over it, the first and the last among them.</param>
    /// <returns>At least one piece, in order; the pieces of one text have like numbers of words.</returns>
    public static IReadOnlyList<string> Pieces(string text, int wordsAPiece, int mostPieces)
    {
        List<int> starts = [];
        var written = Write(text, starts);
        if (starts.Count <= wordsAPiece)
        {
            return [written];
        }

        var pieces = (starts.Count + wordsAPiece - 1) / wordsAPiece;
        starts.Add(written.Length);
        var read = Math.Min(pieces, mostPieces);
        return
        [
            .. Enumerable.Range(0, read)
                .Select(i => read == pieces ? i : i * (pieces - 1) / (read - 1))
                .Select(piece => written[starts[StartOf(piece)]..starts[StartOf(piece + 1)]].Trim()),
        ];

        int StartOf(int piece) => (int)((long)(starts.Count - 1) * piece / pieces);
    }

    private static string Write(string text, List<int> starts)
    {
        var written = new StringBuilder(text.Length);
        var tokens = WordTokenizer.Enumerate(text);
        while (tokens.MoveNext())
        {
            AppendPause(tokens.Pause, written);
            switch (tokens.Kind)
            {
                case TokenKind.Repeat:
                    break;

                case TokenKind.Mark:
                    starts.Add(written.Length);
                    written.Append(tokens.Current is "…" ? "..." : tokens.Current);
                    break;

                case TokenKind.Emoji:
                    foreach (var word in EmojiTable.WordsOf(tokens.Current))
                    {
                        AppendWord(word, written, starts);
                    }

                    break;

                case TokenKind.Person:
                    AppendWord(Person, written, starts);
                    break;

                case var _ when tokens.Written[0] < WordRunes.EndOfLatin:
                    AppendWord(tokens.Written, written, starts);
                    break;
            }
        }

        AppendPause(tokens.Pause, written);
        return written.ToString();
    }

    private static void AppendWord(ReadOnlySpan<char> word, StringBuilder written, List<int> starts)
    {
        starts.Add(written.Length);
        if (written.Length > 0)
        {
            written.Append(' ');
        }

        written.Append(word);
    }

    private static void AppendPause(char pause, StringBuilder written)
    {
        if (pause != '\0' && written.Length > 0)
        {
            written.Append(pause);
        }
    }
}
