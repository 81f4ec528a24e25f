using System.Collections.Immutable;
using Moodstream.Inference.Reading;
using Moodstream.Trainer.Vectors;

namespace Moodstream.Trainer.Modalities.Words;

/// <summary>The words of a model: those of the training texts, then frequent words of the vector file that they lack.</summary>
/// <param name="Words">The words in the order of their rows.</param>
/// <param name="Trained">How many of them occur in the training texts; these come first, most frequent first.</param>
/// <param name="Rows">First value of each row.</param>
internal sealed record TrainingVocabulary(ImmutableArray<string> Words, int Trained, ImmutableArray<float[]> Rows)
{
    private const int FewestEmoji = 10;

    /// <summary>Chooses the words.</summary>
    /// <param name="texts">The training texts, each once.</param>
    /// <param name="vectorFile">File of word vectors, or null to start every row at random.</param>
    /// <param name="size">Most words.</param>
    /// <param name="dimension">Numbers in a row where there is no file; a file brings its own.</param>
    /// <param name="seed">Seed of rows that start at random.</param>
    public static TrainingVocabulary Choose(IEnumerable<string> texts, string? vectorFile, int size, int dimension, int seed)
    {
        var counts = Count(texts);
        var vectors = vectorFile is null
            ? PretrainedWords.None(dimension)
            // A word outside the texts counts only where there is room for it, which its rank bounds.
            : WordVectorFile.Read(vectorFile, (word, rank) => rank < size || counts.ContainsKey(word));
        Dictionary<string, float[]> pretrained = vectors.Words.ToDictionary(StringComparer.Ordinal);

        // A word that occurs once and has no pretrained vector would be a row of noise.
        string[] trained =
        [
            .. counts.Where(word => IsLearnt(word, pretrained))
                .OrderByDescending(word => word.Value)
                .ThenBy(word => word.Key, StringComparer.Ordinal)
                .Select(word => word.Key)
                .Take(size),
        ];
        var others = vectors.Words.Select(word => word.Key).Where(word => !counts.ContainsKey(word) && IsToken(word));
        string[] words = [.. trained, .. others.Take(size - trained.Length)];
        Random random = new(seed);
        return new TrainingVocabulary(
            [.. words],
            trained.Length,
            [.. words.Select(word => pretrained.GetValueOrDefault(word) ?? RowOfMeaning(word, pretrained) ?? RandomRow(vectors.Dimension, random))]);
    }

    /// <summary>An emoji that is seen less often is read by the words that say what it means.</summary>
    private static bool IsLearnt(KeyValuePair<string, int> word, Dictionary<string, float[]> pretrained) =>
        EmojiTable.WordsOf(word.Key).Count > 0 ? word.Value >= FewestEmoji : word.Value > 1 || pretrained.ContainsKey(word.Key);

    /// <summary>The mean over the words of an emoji; null for what is none.</summary>
    private static float[]? RowOfMeaning(string emoji, Dictionary<string, float[]> pretrained)
    {
        float[][] rows = [.. EmojiTable.WordsOf(emoji).Select(word => pretrained.GetValueOrDefault(word)).OfType<float[]>()];
        return rows.Length == 0 ? null : [.. Enumerable.Range(0, rows[0].Length).Select(place => rows.Average(row => row[place]))];
    }

    private static Dictionary<string, int> Count(IEnumerable<string> texts)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            var tokens = WordTokenizer.Enumerate(text);
            while (tokens.MoveNext())
            {
                string token = tokens.Current.ToString();
                counts[token] = counts.GetValueOrDefault(token) + 1;
            }
        }

        // A rare emoji is read by its words, so these are met in its place.
        foreach (var (emoji, count) in counts.Where(word => word.Value < FewestEmoji).ToArray())
        {
            foreach (string word in EmojiTable.WordsOf(emoji))
            {
                counts[word] = counts.GetValueOrDefault(word) + count;
            }
        }

        return counts;
    }

    /// <summary>Whether the tokenizer can ever make this word; a row for any other would never be looked up.</summary>
    private static bool IsToken(string word) => WordTokenizer.Tokenize(word) is [string token] && token == word;

    private static float[] RandomRow(int dimension, Random random) =>
        [.. Enumerable.Range(0, dimension).Select(_ => (float)((random.NextDouble() - 0.5) * 0.2))];
}
