using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Tests.Reading;

/// <summary>Spellings that mean the same are read the same, for words and for sentences.</summary>
[Trait("Category", "Unit")]
public sealed class SameMeaningTests
{
    [Theory]
    [InlineData("We can't go", "We can`t go")]
    [InlineData("We can't go", "We can\u02BCt go")]
    [InlineData("We can't go", "We can\u00B4t go")]
    [InlineData("They're late", "They\uFF07re late")]
    [InlineData("They're late", "They 're late")]
    [InlineData("She won't", "She wo n't")]
    [InlineData("He should not have come", "He shouldn't've come")]
    [InlineData("salt and pepper", "salt'n'pepper")]
    [InlineData("It wasn't a nice day", "It wasnt a nice day")]
    [InlineData("I HAVEN'T been happy", "I HAVENT been happy")]
    [InlineData("I didn't like it", "I diiidnttt like it")]
    [InlineData("don't worry", "#DontWorry")]
    [InlineData("You should've said that you're late", "You shouldve said that youre late")]
    [InlineData("I wouldn't have come", "I wouldnt've come")]
    [InlineData("I can't stand it", "I can not stand it")]
    [InlineData("I can't stand it", "I cannot stand it")]
    public void Every_apostrophe(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("I am tired", "I am tiredddd")]
    [InlineData("too bad", "toooo baaaad")]
    [InlineData("keep off", "keeeep offff")]
    [InlineData("so funny", "soooo funnyyyy")]
    [InlineData("really good", "reeeallyyyy gooood")]
    [InlineData("yes please", "yessss pleaseeee")]
    public void Elongation(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("I was so scared", "#IWasSoScared")]
    [InlineData("we must win", "#WEMUSTWIN")]
    [InlineData("i miss summer", "#imisssummer")]
    [InlineData("worst day ever", "#worstdayever")]
    [InlineData("our NASA tour was great", "#OurNASATourWasGreat")]
    [InlineData("best of 2025", "#BestOf2025")]
    [InlineData("1984 again", "#1984Again")]
    [InlineData("thank god", "#thank_god")]
    public void Hashtags(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("you are lovely", "you are love\u200Bly")]
    [InlineData("you are lovely", "you are lo\u00ADvely")]
    [InlineData("you are lovely", "you are l\u2060ovely\uFEFF")]
    [InlineData("you are lovely", "you are lov\u0007ely")]
    [InlineData("you are lovely", "you are l\u0338o\u0338vely")]
    [InlineData("you are lovely", "you are lov\u3164ely")]
    [InlineData("you are lovely", "you are lov\uFFA0ely")]
    [InlineData("you are lovely", "\u2800\u2800you are lov\u2800ely")]
    [InlineData("you are lovely", "you\u3164\u3164are \u2800lovely")]
    public void Characters_that_nobody_sees(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("look 😱 at this", "look https://t.co/x1Y😱at this")]
    [InlineData("look at this", "look http://a.example/b?c=d#e at this")]
    [InlineData("look 'at this'", "look http://a.example/b’at this’")]
    [InlineData("look at this", "look ftp://files.example/joy at this")]
    [InlineData("look at this", "look at this (www.hate.example/x).")]
    [InlineData("look at this!", "look at this happy-days.example.com/sad!")]
    public void Addresses_of_pages(string plain, string other) => AssertSame(plain, other.Replace("(", "", StringComparison.Ordinal).Replace(").", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("ask @kim", "ask @kim@anger.example")]
    [InlineData("ask @kim", "ask fear.kim+x@mail.example.org")]
    [InlineData("ask @kim", "ask u/kim")]
    public void People(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("home again :)", "home again :-)")]
    [InlineData("home again :)", "home again =]")]
    [InlineData("home again :)", "home again :\u2010)")]
    [InlineData("home again :)", "home again \uFF1A\uFF09")]
    [InlineData("home again :)", "(home again :))")]
    [InlineData("home again :)", "home again ^_^")]
    [InlineData("home again :(", "home again :-[")]
    [InlineData("home again ❤", "home again <333")]
    [InlineData("home again 💔", "home again </333")]
    [InlineData("home again 😭", "home again T___T")]
    [InlineData("home again :)", "home again :o)")]
    [InlineData("home again :(", "home again :O(")]
    [InlineData("home again :O", "(home again :O)")]
    [InlineData("home again :'(", "home again :'-(")]
    [InlineData("home again :'(", "home again :,(")]
    [InlineData("home again :'(", "home again:'(")]
    [InlineData("home again <3", "home again<3")]
    [InlineData("home again <3!", "home again<3!")]
    [InlineData("home again <3 😀", "home again<3 😀")]
    [InlineData("home again <3 there", "home again<333 there")]
    [InlineData("amazing <3 I was so close", "amazing<3 I was so close")]
    [InlineData("love u <3 so", "love u <3<33<3 so")]
    [InlineData("love <3 :D", "love <3:D")]
    [InlineData("love u <3", "love u<3")]
    [InlineData("(love you <3)", "(love you<3)")]
    [InlineData("(so nice :D)", "(so nice:D)")]
    [InlineData("I <3 pizza", "I<3 pizza")]
    [InlineData("home again :D", "home again:D")]
    [InlineData("home again 😠", "home again >:-(")]
    [InlineData("home again", "(ノ°□°)ノ︵ ┻━┻ home again")]
    public void Emoticons(string plain, string other) => AssertSame(plain, other.Replace("ノ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("ratio 3 to 4", "ratio:3 to 4")]
    [InlineData("y 3", "y=3")]
    [InlineData("warning read this", "warning:(read this)")]
    [InlineData("as in part (b)", "as in part :(b)")]
    [InlineData("std vector", "std::vector")]
    [InlineData("mode D", "mode=D")]
    [InlineData("b 2", "{\"b\":[2]}")]
    [InlineData("x 3", "x<3")]
    [InlineData("if (age 3) return;", "if (age<3) return;")]
    [InlineData("10 3", "10<3")]
    [InlineData("warm at 3.5", "warm at <3.5")]
    [InlineData("I got straight A s", "I got straight A-s")]
    [InlineData("in t mode", "in t--- mode")]
    [InlineData("buy EX now", "buy $EX now")]
    [InlineData("10 D", "10:D")]
    [InlineData("if(x D)", "if(x:D)")]
    [InlineData("in (mode D)", "in (mode:D)")]
    [InlineData("the old house (on the hill) burnt", "the old house (on the hill): burnt")]
    public void What_only_looks_like_an_emoticon(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("wie 😤 geht", "wie😤geht")]
    [InlineData("thumbs 👍 up", "thumbs 👍🏿 up")]
    [InlineData("gave it 4 of 10", "gave it 4\uFE0F\u20E3 of 10")]
    [InlineData("no 😂 way", "no 😂😂😂😂 way")]
    [InlineData("love ❤", "love ❤\uFE0F")]
    [InlineData("no idea 🤷", "no idea 🤷‍♀️")]
    [InlineData("fine 🙆", "fine 🙆🏽‍♂️")]
    [InlineData("off to flag", "off to 🇧🇩")]
    [InlineData("off to flag", "off to 🇮🇹🇫🇷")]
    [InlineData("off to flag", "off to 🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F")]
    public void Emoji(string plain, string other) => AssertSame(plain, other);

    [Fact]
    public void A_sequence_with_a_meaning_of_its_own_is_one_emoji()
    {
        Assert.Equal(["😵‍💫"], WordTokenizer.Tokenize("😵‍💫"));
        Assert.Equal(["😶‍🌫", "❤‍🔥"], WordTokenizer.Tokenize("😶‍🌫️❤️‍🔥"));
        Assert.NotEqual(EmojiTable.WordsOf("😮"), EmojiTable.WordsOf("😮‍💨"));
    }

    [Theory]
    [InlineData("you are great", "𝕪𝕠𝕦 𝖆𝖗𝖊 𝔤𝔯𝔢𝔞𝔱")]
    [InlineData("you are great", "ｙｏｕ ａｒｅ ｇｒｅａｔ")]
    [InlineData("you are great", "ⓨⓞⓤ Ⓐⓡⓔ ⒢⒭⒠⒜⒯")]
    [InlineData("you are great", "ʏᴏᴜ ᴀʀᴇ ɢʀᴇᴀᴛ")]
    [InlineData("you are great", "🆈🅾🆄 🅐🅡🅔 🄶🅁🄴🄰🅃")]
    [InlineData("you are great", "YOU ARE GREAT")]
    public void Letters_in_fancy_forms(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("that's mine", "that&#8217;s mine")]
    [InlineData("that's mine", "that&amp;#39;s mine")]
    [InlineData("that's mine", "thatâ€™s mine")]
    [InlineData("café 😀", "cafÃ© ðŸ˜€")]
    [InlineData("that is mine", "<p title=\"angry\">that <b>is</b> mine</p>")]
    [InlineData("that is mine", ">!that is mine!<")]
    [InlineData("that is mine", "<style type='x'>p { color: red }</style>that <SCRIPT>var hate = a < b;</Script>is mine")]
    [InlineData("that is mine", "that <!-- I <b>hate</b> it -->is mine")]
    [InlineData("use a script tag", "use a <script> script tag")]
    [InlineData("that is mine", "that *is* __mine__")]
    [InlineData("that is mine", "that *is*mine")]
    public void Entities_markup_and_broken_encodings(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("this shit is bullshit", "this sh*t is bullsh!t")]
    [InlineData("you asshole", "you a**hole")]
    [InlineData("fucking hell", "f***ing hell")]
    [InlineData("oh fuck!", "oh f***!")]
    [InlineData("what a bitch", "what a b@tch")]
    [InlineData("this is bullshit", "this is bullsh1t")]
    [InlineData("oh shit", "oh $h!t")]
    [InlineData("fucking hell", "f---ing h3ll")]
    [InlineData("what the fuck?", "what the f---?")]
    [InlineData("feeling like shit and pissed off", "feeling like shit--and pissed- off")]
    [InlineData("AS5 is out", "as5 is out")]
    public void Masked_words(string plain, string other) => AssertSame(plain, other);

    [Theory]
    [InlineData("so glad")]
    [InlineData("this is it!")]
    public void A_very_long_token_says_nothing(string plain)
    {
        AssertSame(plain, string.Concat(Enumerable.Repeat("ab", 900)) + " " + plain);
        AssertSame(plain, "http://x.example/" + new string('q', 3_000) + " " + plain);
        AssertSame(plain, "#" + string.Concat(Enumerable.Repeat("xy", 500)) + " " + plain);
    }

    private static void AssertSame(string plain, string other)
    {
        Assert.NotEmpty(WordTokenizer.Tokenize(plain));
        Assert.Equal(WordTokenizer.Tokenize(plain), WordTokenizer.Tokenize(other));
        Assert.Equal(SentenceText.Pieces(plain, 64, 8), SentenceText.Pieces(other, 64, 8));
    }
}
