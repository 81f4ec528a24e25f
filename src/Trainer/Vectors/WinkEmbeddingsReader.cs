using System.Text.Json;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Vectors;

/// <summary>
/// Reads the JSON of the npm package wink-embeddings: <c>dimensions</c>, <c>words</c> (most frequent first) and <c>vectors</c>,
/// whose first <c>dimensions</c> numbers are the vector. The file is hundreds of megabytes, so it is read as a stream of tokens.
/// </summary>
internal static class WinkEmbeddingsReader
{
    /// <summary>Reads the wanted words.</summary>
    public static PretrainedWords Read(string file, WordVectorFile.Wanted wanted)
    {
        try
        {
            using JsonTokenReader tokens = new(File.OpenRead(file));
            return Read(tokens, wanted);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new TrainerException($"--vectors: {file} is not the JSON of wink-embeddings: {exception.Message.ReplaceLineEndings(" ")}", exception);
        }
    }

    private static PretrainedWords Read(JsonTokenReader tokens, WordVectorFile.Wanted wanted)
    {
        int dimension = 0;
        Dictionary<string, int> ranks = new(StringComparer.Ordinal);
        List<(int Rank, string Word, float[] Vector)> words = [];
        tokens.Expect(JsonTokenType.StartObject);
        while (tokens.Next() == JsonTokenType.PropertyName)
        {
            switch (tokens.Text)
            {
                case "dimensions":
                    tokens.Expect(JsonTokenType.Number);
                    dimension = (int)tokens.Number;
                    break;
                case "words":
                    ReadRanks(tokens, ranks);
                    break;
                case "vectors":
                    ReadVectors(tokens, dimension, ranks, wanted, words);
                    break;
                default:
                    tokens.Skip();
                    break;
            }
        }

        return new PretrainedWords(dimension, [.. words.OrderBy(entry => entry.Rank).Select(entry => KeyValuePair.Create(entry.Word, entry.Vector))]);
    }

    private static void ReadRanks(JsonTokenReader tokens, Dictionary<string, int> ranks)
    {
        tokens.Expect(JsonTokenType.StartArray);
        while (tokens.Next() == JsonTokenType.String)
        {
            ranks.TryAdd(tokens.Text, ranks.Count);
        }
    }

    private static void ReadVectors(
        JsonTokenReader tokens,
        int dimension,
        Dictionary<string, int> ranks,
        WordVectorFile.Wanted wanted,
        List<(int Rank, string Word, float[] Vector)> words)
    {
        if (dimension == 0)
        {
            throw new FormatException("'vectors' stands before 'dimensions'.");
        }

        tokens.Expect(JsonTokenType.StartObject);
        int seen = 0;
        while (tokens.Next() == JsonTokenType.PropertyName)
        {
            string word = tokens.Text;
            int rank = ranks.GetValueOrDefault(word, seen);
            seen++;
            if (!wanted(word, rank))
            {
                tokens.Skip();
                continue;
            }

            float[] vector = new float[dimension];
            tokens.Expect(JsonTokenType.StartArray);
            int index = 0;
            while (tokens.Next() == JsonTokenType.Number)
            {
                if (index < dimension)
                {
                    vector[index] = (float)tokens.Number;
                }

                index++;
            }

            if (index < dimension)
            {
                throw new FormatException($"the vector of '{word}' has {index} numbers, not {dimension}.");
            }

            words.Add((rank, word, vector));
        }
    }
}
