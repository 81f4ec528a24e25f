using System.Text;
using Moodstream.Inference.Reading;

namespace Moodstream.Trainer.Datasets;

/// <summary>Counts the words of a text.</summary>
internal static class WordCount
{
    /// <summary>Counts the tokens of <see cref="WordTokenizer"/> that are words: neither punctuation nor emoji nor markers such as links.</summary>
    public static int Of(string text)
    {
        int count = 0;
        foreach (var token in WordTokenizer.Enumerate(text))
        {
            Rune.DecodeFromUtf16(token, out var first, out _);
            count += Rune.IsLetterOrDigit(first) ? 1 : 0;
        }

        return count;
    }
}
