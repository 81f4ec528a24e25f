using System.Globalization;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Vectors;

/// <summary>Reads GloVe's text form: a word and its numbers on each line, separated by spaces; a word2vec header line is passed over.</summary>
internal static class GloveTextReader
{
    /// <summary>Reads the wanted words.</summary>
    public static PretrainedWords Read(string file, WordVectorFile.Wanted wanted)
    {
        List<KeyValuePair<string, float[]>> words = [];
        int dimension = 0;
        int rank = 0;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string text = line.TrimEnd();
            if (number == 1 && text.Count(character => character == ' ') == 1)
            {
                continue;
            }

            if (dimension == 0)
            {
                dimension = text.Count(character => character == ' ');
            }

            // A few words of the largest GloVe file contain spaces, so the numbers are counted from the end.
            int end = StartOfLast(text, dimension);
            if (dimension == 0 || end <= 0)
            {
                throw new TrainerException($"--vectors: {file}:{number} is not a word and its {dimension} numbers.");
            }

            string word = text[..end];
            if (wanted(word, rank++))
            {
                words.Add(KeyValuePair.Create(word, Parse(text.AsSpan(end + 1), dimension, file, number)));
            }
        }

        return new PretrainedWords(dimension, words);
    }

    private static int StartOfLast(string text, int count)
    {
        int position = text.Length;
        for (; count > 0 && position > 0; count--)
        {
            position = text.LastIndexOf(' ', position - 1);
        }

        return position;
    }

    private static float[] Parse(ReadOnlySpan<char> text, int dimension, string file, int number)
    {
        float[] vector = new float[dimension];
        int index = 0;
        foreach (var part in text.Split(' '))
        {
            if (!float.TryParse(text[part], NumberStyles.Float, CultureInfo.InvariantCulture, out vector[index++]))
            {
                throw new TrainerException($"--vectors: {file}:{number} has a part that is not a number.");
            }
        }

        return vector;
    }
}
