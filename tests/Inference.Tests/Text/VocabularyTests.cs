using Moodstream.Inference.Text;

namespace Moodstream.Inference.Tests.Text;

[Trait("Category", "Unit")]
public sealed class VocabularyTests
{
    private readonly Vocabulary _vocabulary = new(["so", "good", "cool", "!", "🙂", "sad", "tears"]);

    [Fact]
    public void Unknown_words_are_passed_over_and_do_not_count() =>
        Assert.Equal([0, 1], Encode("unheard so of good so", 2));

    [Fact]
    public void A_known_emoji_is_itself_and_an_unknown_one_is_its_words() => Assert.Equal([0, 4, 6, 5, 1], Encode("so :) 😭 good", 10));

    [Fact]
    public void A_text_of_unknown_words_has_no_ids() => Assert.Empty(_vocabulary.Encode("nothing known"));

    [Fact]
    public void All_words_of_a_long_text_have_ids() => Assert.Equal(3_000, _vocabulary.Encode(string.Join(' ', Enumerable.Repeat("so", 3_000))).Length);

    [Fact]
    public void A_word_must_not_stand_in_it_twice() => Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "b", "a"]));

    private int[] Encode(string text, int most)
    {
        var ids = new int[most];
        return ids[.._vocabulary.Encode(text, ids)];
    }
}
