using System.Text;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Tests.Reading;

[Trait("Category", "Unit")]
public sealed class WordTokenizerTests
{
    [Theory]
    [InlineData("We're HAPPY, really!", "we are happy really !")]
    [InlineData("don't can't won't ain't I'm it's they'd", "do not can not will not is not i am it they would")]
    [InlineData("don’t rock'n'roll o'clock", "do not rock and roll oclock")]
    [InlineData("dont CANT wont aint thats theyve", "do not can not will not is not that they have")]
    [InlineData("well shed hell id ill were wed its im want event", "well shed hell id ill were wed its im want event")]
    [InlineData("Café naïve ÜBER", "cafe naive uber")]
    [InlineData("пойдём домой", "пойдём домой")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("행복해요", "행복해요")]
    [InlineData("我很高兴", "我 很 高 兴")]
    [InlineData("𝓵𝓸𝓿𝓮 ｆｕｌｌ", "love full")]
    [InlineData("well-known e-mail", "well known e mail")]
    [InlineData("f**k sh*t **bold** wow!great", "fuck shit bold wow ! great")]
    public void Words_are_lower_case_and_contractions_are_expanded(string text, string expected) => Assert.Equal(expected, Join(text));

    [Theory]
    [InlineData("so :) and :-( <3 xD :P :/ ^_^", "so 🙂 and ☹ ❤ 🙂 😛 😕 🙂")]
    [InlineData("reply:) :))))", "reply 🙂")]
    [InlineData("so ^^tiny", "so tiny")]
    [InlineData(":Perhaps 10:30 (a:b)", "perhaps <number> a b")]
    [InlineData("😂😂😂 👍🏽 ❤️ 🤷‍♀️", "😂 👍 ❤ 🤷")]
    [InlineData("what?! no!!! hm?", "what ? ! no ! <repeat> hm ?")]
    [InlineData("wait... what..", "wait … what …")]
    [InlineData("great /s", "great /s")]
    public void Feeling_beyond_words_is_kept(string text, string expected) => Assert.Equal(expected, Join(text));

    [Theory]
    [InlineData("sooooo goooood", "so good")]
    [InlineData("hahahahaha haha hah", "haha haha hah")]
    [InlineData("THIS IS BAD but OK NASA", "this is bad but ok nasa")]
    public void Emphasis_of_words_is_the_words(string text, string expected) => Assert.Equal(expected, Join(text));

    [Theory]
    [InlineData("see https://a.b/c?d=e, or (www.x.org)", "see or")]
    [InlineData("@joe_1 hi u/jane and [NAME] of [RELIGION]", "<user> hi <user> and <user> of religion")]
    [InlineData("#SoHappy #blessed_day r/AskReddit", "so happy blessed day ask reddit")]
    [InlineData("1,000 3.5 10:30 2015 1st 3d", "<number> <number> <number> <number> 1st 3d")]
    [InlineData("this &amp; that &lt;3 &#39;quoted&#39;", "this that ❤ quoted")]
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
    public void Words_that_are_too_long_are_none_and_long_texts_are_cut()
    {
        Assert.Empty(WordTokenizer.Tokenize(string.Concat(Enumerable.Repeat("ab", 50_000))));
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
