using System.Diagnostics;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Tests.Reading;

/// <summary>No text costs out of proportion to its length.</summary>
[Trait("Category", "Unit")]
public sealed class HostileTextTests
{
    private const int Length = WordTokenizer.MaxTextLength;

    // A hundred times what an ordinary text of this length takes, so that a busy machine does not matter; what grows with the square of the
    // length takes longer.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("x")]
    [InlineData("ab")]
    [InlineData("\u0301\u0323")]
    [InlineData("amp;")]
    [InlineData("&amp;")]
    [InlineData("<")]
    [InlineData("<a ")]
    [InlineData("<script>")]
    [InlineData("<!--")]
    [InlineData("a-")]
    [InlineData("a.")]
    [InlineData("a@")]
    [InlineData("f*")]
    [InlineData("#sohappy")]
    [InlineData("#A1")]
    [InlineData("😭\u200D")]
    [InlineData("â€™")]
    [InlineData("\uFDFA")]
    [InlineData(":")]
    [InlineData(" :o)")]
    [InlineData("aa<3 ")]
    [InlineData("^")]
    [InlineData(">_")]
    [InlineData(" T___")]
    [InlineData("a'n'")]
    [InlineData("1.")]
    [InlineData("\uD83D")]
    [InlineData("aaab")]
    [InlineData("'d")]
    [InlineData(" x'd'd'd'd've 'll")]
    [InlineData("🏴\uDB40")]
    public void Repeated_without_end(string part)
    {
        var text = "&a" + string.Concat(Enumerable.Repeat(part, (4 * Length / part.Length) + 1));
        var clock = Stopwatch.StartNew();

        var tokens = WordTokenizer.Tokenize(text);

        Assert.InRange(tokens.Count, 0, Length);
        Assert.All(tokens, token => Assert.InRange(token.Length, 1, WordTokenizer.MaxTokenLength));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Bound);
    }

    [Theory]
    [InlineData("i'd'd'd'd'd")]
    [InlineData("wouldn't've'd'll've")]
    [InlineData("didnt've'd'd'd")]
    public void Endings_without_end(string word) => Assert.InRange(WordTokenizer.Tokenize(word).Count, 1, word.Length);

    [Theory]
    [InlineData("🏴\uDB40")]
    [InlineData("🏴\uDB40x")]
    [InlineData("🏴\uDB40\uDC67")]
    public void A_flag_that_ends_in_the_middle(string flag)
    {
        for (var length = 0; length < 40; length++)
        {
            Assert.NotEmpty(WordTokenizer.Tokenize("a " + new string('a', length) + flag));
        }
    }
}
