namespace Moodstream.Trainer.Vectors;

/// <summary>Pretrained word vectors: those that someone wants of a file.</summary>
/// <param name="Dimension">Numbers in each vector.</param>
/// <param name="Words">The words, most frequent first, with their vectors.</param>
internal sealed record PretrainedWords(int Dimension, IReadOnlyList<KeyValuePair<string, float[]>> Words)
{
    /// <summary>No vectors at all, for models that learn their words from nothing.</summary>
    public static PretrainedWords None(int dimension) => new(dimension, []);
}
