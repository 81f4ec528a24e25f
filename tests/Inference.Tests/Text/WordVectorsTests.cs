using Moodstream.Inference.Text;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Text;

[Trait("Category", "Unit")]
public sealed class WordVectorsTests
{
    [Fact]
    public void Features_are_the_maxima_and_then_the_means_of_the_words()
    {
        var features = new float[6];

        TinyModel.Vectors.Featurize([0, 1], 8, features);

        Assert.Equal([1, 1, 0.5f, 0.5f, 0.5f, 0], features);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    [InlineData(131)]
    public void Each_column_is_pooled_whatever_the_width(int width)
    {
        const int Words = 5;
        Random random = new(width);
        float[] rows = [.. Enumerable.Range(0, Words * width).Select(_ => random.NextSingle() - 0.5f)];
        WordVectors vectors = new(new Vocabulary(Enumerable.Range(0, Words).Select(id => $"word{id}")), rows, width);
        int[] ids = [3, 0, 3, 4, 1];
        var features = new float[2 * width];

        vectors.Featurize(ids, 8, features);

        for (var column = 0; column < width; column++)
        {
            Assert.Equal(ids.Max(id => rows[(id * width) + column]), features[column]);
            Assert.Equal(ids.Average(id => rows[(id * width) + column]), features[width + column], 1e-6f);
        }
    }

    [Fact]
    public void Features_of_a_long_text_are_the_means_over_its_pieces()
    {
        float[] whole = new float[6], first = new float[6], second = new float[6];

        TinyModel.Vectors.Featurize([0, 1, 3, 3, 2], 3, whole);

        TinyModel.Vectors.Featurize([0, 1], 3, first);
        TinyModel.Vectors.Featurize([3, 3, 2], 3, second);
        Assert.All(whole, (value, i) => Assert.Equal((first[i] + second[i]) / 2, value, 1e-6f));
    }

    [Fact]
    public void A_text_without_known_words_has_zeros()
    {
        float[] features = [1, 2, 3, 4, 5, 6];

        TinyModel.Vectors.Featurize([], 8, features);

        Assert.Equal(new float[6], features);
    }

    [Fact]
    public void A_file_keeps_words_and_vectors_to_half_precision()
    {
        var original = new WordVectors(new Vocabulary(["naïve", "😂"]), [1.0001f, -2, 3.14159f, 0], 2);

        var read = WordVectors.Read(original.ToBytes());

        Assert.Equal(original.Vocabulary.Words, read.Vocabulary.Words);
        Assert.Equal(2, read.Width);
        Assert.Equal([(float)(Half)1.0001f, -2], read.Row(0).ToArray());
        Assert.Equal([(float)(Half)3.14159f, 0], read.Row(1).ToArray());
    }

    [Fact]
    public void A_cut_or_foreign_file_is_refused()
    {
        var file = TinyModel.Vectors.ToBytes();
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Throws<InvalidDataException>(() => WordVectors.Read(file.AsSpan(0, length)));
        }

        Assert.Throws<InvalidDataException>(() => WordVectors.Read([.. file, 0]));
    }

    [Fact]
    public void A_file_that_holds_a_word_twice_is_refused()
    {
        var file = new WordVectors(new Vocabulary(["a", "b"]), [1, 2], 1).ToBytes();
        file[Array.IndexOf(file, (byte)'b')] = (byte)'a';

        Assert.Throws<InvalidDataException>(() => WordVectors.Read(file));
    }

    [Fact]
    public void The_number_of_values_must_fit_the_words() =>
        Assert.Throws<ArgumentException>(() => new WordVectors(new Vocabulary(["a"]), [1, 2], 3));
}
