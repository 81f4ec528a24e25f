using Moodstream.Trainer.Modalities.Words;
using Moodstream.Trainer.Numerics;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Tests.Modalities.Words;

[Trait("Category", "Training")]
public sealed class WordsTests
{
    private const int WordsAPiece = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(400)]
    public void Training_pools_a_text_of_any_length_as_serving_does(int length)
    {
        using WordRows rows = new(new TrainingVocabulary(["a", "b", "c"], 3, [[1, -2], [0.5f, 3], [-1, 0.25f]]), WordPooling.MaxAndMean, dropout: 0);
        rows.Finish();
        int[] ids = [.. Enumerable.Range(0, length).Select(place => place * place % 3)];
        WordFeatureSet features = new([[0, 2], ids, null], WordsAPiece);
        float[] expected = new float[4];
        rows.Export().Featurize(ids, WordsAPiece, expected);

        using var batch = features.Batch([0, 1]);
        using var pooled = rows.forward(batch);

        using var row = pooled[1];
        Assert.All(row.Numbers().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
    }

    [Fact]
    public void A_rare_emoji_is_learnt_by_its_words_and_a_frequent_one_has_a_row_of_its_own()
    {
        string[] texts = [.. Enumerable.Repeat("what 😂", 10), "oh 😱"];

        var vocabulary = TrainingVocabulary.Choose(texts, vectorFile: null, size: 100, dimension: 2, seed: 1);

        Assert.Contains("😂", vocabulary.Words);
        Assert.DoesNotContain("😱", vocabulary.Words);
        Assert.Contains("what", vocabulary.Words);
    }
}
