using System.Text;
using Moodstream.Inference.Text;

namespace Moodstream.Inference.Tests.Text;

[Trait("Category", "Unit")]
public sealed class WordTokenizerTests
{
    [Theory]
    [InlineData("We're HAPPY, really!", "we are happy <allcaps> really !")]
    [InlineData("don't can't won't ain't I'm it's they'd", "do not can not will not is not i am it they would")]
    [InlineData("don’t rock'n'roll o'clock", "do not rocknroll oclock")]
    [InlineData("dont cant", "dont cant")]
    [InlineData("Café naïve ÜBER", "cafe naive uber <allcaps>")]
    [InlineData("пойдём домой", "пойдём домой")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("행복해요", "행복해요")]
    [InlineData("我很高兴", "我 很 高 兴")]
    [InlineData("𝓵𝓸𝓿𝓮 ｆｕｌｌ", "love full")]
    [InlineData("well-known e-mail", "well known e mail")]
    [InlineData("f**k sh*t **bold**", "f**k sh*t bold")]
    public void Words_are_lower_case_and_contractions_are_expanded(string text, string expected) => Assert.Equal(expected, Join(text));

    [Theory]
    [InlineData("so :) and :-( <3 xD :P :/ ^_^", "so <smile> and <sadface> <heart> <smile> <lolface> <neutralface> <smile>")]
    [InlineData("reply:) :))))", "reply <smile> <smile>")]
    [InlineData("so ^^tiny", "so tiny")]
    [InlineData(":Perhaps 10:30 (a:b)", "perhaps <number> a b")]
    [InlineData("😂😂😂 👍🏽 ❤️ 🤷‍♀️", "😂 <repeat> 👍 ❤ 🤷")]
    [InlineData("what?! no!!! hm?", "what ? ! no ! <repeat> hm ?")]
    [InlineData("wait... what..", "wait … what …")]
    [InlineData("great /s", "great /s")]
    public void Feeling_beyond_words_is_kept(string text, string expected) => Assert.Equal(expected, Join(text));

    [Theory]
    [InlineData("sooooo goooood", "soo <elong> good <elong>")]
    [InlineData("hahahahaha haha hah", "haha haha hah")]
    [InlineData("THIS IS BAD but OK NASA", "this <allcaps> is bad <allcaps> but ok nasa <allcaps>")]
    public void Emphasis_becomes_a_marker(string text, string expected) => Assert.Equal(expected, Join(text));

    [Theory]
    [InlineData("see https://a.b/c?d=e, or (www.x.org)", "see <url> or <url>")]
    [InlineData("@joe_1 hi u/jane and [NAME] of [RELIGION]", "<user> hi <user> and <user> of religion")]
    [InlineData("#SoHappy #blessed_day r/AskReddit", "so happy blessed day ask reddit")]
    [InlineData("1,000 3.5 10:30 2015 1st 3d", "<number> <number> <number> <number> 1st 3d")]
    [InlineData("this &amp; that &lt;3 &#39;quoted&#39;", "this that <heart> quoted")]
    public void What_only_names_something_becomes_one_token(string text, string expected) => Assert.Equal(expected, Join(text));

    [Theory]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("--- *** ,,, $$$")]
    [InlineData("\uD83D")]
    [InlineData("\uFE0F\u200D\uFE0F")]
    public void A_text_without_words_has_no_tokens(string text) => Assert.Empty(WordTokenizer.Tokenize(text));

    [Fact]
    public void Lone_surrogates_do_not_disturb_the_words_around_them() => Assert.Equal("good day", Join("good \uDC00 day\uD83D"));

    [Fact]
    public void Long_texts_and_words_are_cut()
    {
        Assert.Equal(WordTokenizer.MaxTokenLength, Assert.Single(WordTokenizer.Tokenize(string.Concat(Enumerable.Repeat("ab", 500)))).Length);
        Assert.Equal(WordTokenizer.MaxTextLength / 2, WordTokenizer.Tokenize(string.Concat(Enumerable.Repeat("a ", 100_000))).Count);
    }

    [Fact]
    public void Any_string_gives_the_same_tokens_every_time()
    {
        var random = new Random(7);
        const string Alphabet = "aAzZ09 '’-_*.!?…:;=()/\\#@&[]<>^😂❤️\u200D🏽é\u0301我한\uD83Dhtps:w.rsNAME";
        for (var i = 0; i < 3_000; i++)
        {
            var text = new StringBuilder();
            for (var n = random.Next(40); n > 0; n--)
            {
                text.Append(random.Next(12) == 0 ? (char)random.Next(0x10000) : Alphabet[random.Next(Alphabet.Length)]);
            }

            var tokens = WordTokenizer.Tokenize(text.ToString());

            Assert.Equal(tokens, WordTokenizer.Tokenize(text.ToString()));
            Assert.All(tokens, token => Assert.InRange(token.Length, 1, WordTokenizer.MaxTokenLength));
        }
    }

    private static string Join(string text) => string.Join(' ', WordTokenizer.Tokenize(text));
}
