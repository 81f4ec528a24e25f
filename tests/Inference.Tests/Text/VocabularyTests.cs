using Moodstream.Inference.Text;

namespace Moodstream.Inference.Tests.Text;

[Trait("Category", "Unit")]
public sealed class VocabularyTests
{
    private readonly Vocabulary _vocabulary = new(["so", "good", "cool", "!", "<elong>", "soo", "col", "god"]);

    [Fact]
    public void Unknown_words_are_passed_over_and_do_not_count() =>
        Assert.Equal([0, 1], _vocabulary.Encode("unheard so of good so", 2));

    [Fact]
    public void An_elongated_word_is_the_more_frequent_of_its_readings() =>
        Assert.Equal([0, 4, 2, 4, 1, 4], _vocabulary.Encode("sooooo coooool gooood", 10));

    [Fact]
    public void A_text_of_unknown_words_has_no_ids() => Assert.Empty(_vocabulary.Encode("nothing known", 10));

    [Fact]
    public void A_word_must_not_stand_in_it_twice() => Assert.Throws<ArgumentException>(() => new Vocabulary(["a", "b", "a"]));
}
