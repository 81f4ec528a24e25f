using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Tests.Reading;

[Trait("Category", "Unit")]
public sealed class SentenceTextTests
{
    [Theory]
    [InlineData("I don't, well... know!!! 10:30 @joe 😭", "i do not, well... know! 10:30 someone loudly crying tears sad")]
    [InlineData("One. Two, three (four)", "one. two, three four")]
    [InlineData("日本語です。 fine", "fine")]
    [InlineData("", "")]
    public void Sentences_are_plain_words_with_their_marks(string text, string expected) => Assert.Equal([expected], SentenceText.Pieces(text, 64, 8));

    [Fact]
    public void A_long_text_is_cut_into_pieces_of_like_lengths_to_its_end()
    {
        var pieces = SentenceText.Pieces(string.Join(' ', Enumerable.Range(0, 10).Select(i => (char)('a' + i))), 4, 8);

        Assert.Equal(["a b c", "d e f", "g h i j"], pieces);
    }

    [Fact]
    public void Of_a_very_long_text_pieces_are_read_from_its_first_to_its_last()
    {
        var pieces = SentenceText.Pieces(string.Join(' ', Enumerable.Range(0, 26).Select(i => (char)('a' + i))), 2, 3);

        Assert.Equal(["a b", "m n", "y z"], pieces);
    }
}
