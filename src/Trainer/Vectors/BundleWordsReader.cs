using Moodstream.Inference.Text;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Vectors;

/// <summary>Reads the words of a model bundle, so that a model starts from what another has learnt.</summary>
internal static class BundleWordsReader
{
    /// <summary>Reads the wanted words.</summary>
    public static PretrainedWords Read(string file, WordVectorFile.Wanted wanted)
    {
        WordVectors vectors;
        try
        {
            vectors = WordVectors.Read(File.ReadAllBytes(file));
        }
        catch (InvalidDataException exception)
        {
            throw new TrainerException($"--vectors: {file} is not the words.bin of a model bundle: {exception.Message}", exception);
        }

        return new PretrainedWords(
            vectors.Width,
            [
                .. vectors.Vocabulary.Words
                    .Index()
                    .Where(word => wanted(word.Item, word.Index))
                    .Select(word => KeyValuePair.Create(word.Item, vectors.Row(word.Index).ToArray())),
            ]);
    }
}
