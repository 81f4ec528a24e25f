using Moodstream.Inference.Languages;

namespace Moodstream.Inference.Tests.Languages;

[Trait("Category", "Unit")]
public sealed class TextLanguageTests
{
    [Theory]
    [InlineData("en", "I can't believe we finally won this thing")]
    [InlineData("en", "die hard is the best movie, no?")]
    [InlineData("en", "lol ew gross")]
    [InlineData("es", "No puedo creer que me hayas mentido otra vez")]
    [InlineData("es", "¡Feliz cumpleaños, te quiero mucho!")]
    [InlineData("pt", "Estou com muito medo de sair de casa")]
    [InlineData("fr", "Je ne veux plus jamais te voir")]
    [InlineData("fr", "ce dont je parle")]
    [InlineData("de", "Das war heute der schlimmste Tag")]
    [InlineData("it", "Sono così arrabbiato con te")]
    [InlineData("nl", "Ik ben vandaag heel erg verdrietig")]
    [InlineData("sv", "Jag är så glad idag")]
    [InlineData("fi", "Olen tänään todella iloinen, ja sinä?")]
    [InlineData("pl", "Jestem dzisiaj bardzo szczęśliwa")]
    [InlineData("tr", "Bugün çok mutluyum ve çok heyecanlıyım")]
    [InlineData("id", "Saya sangat senang hari ini")]
    [InlineData("ru", "Я так счастлив сегодня")]
    [InlineData("ja", "今日はとても嬉しいです")]
    [InlineData("zh", "我今天非常高兴")]
    [InlineData("ko", "오늘 너무 행복해요")]
    [InlineData("ar", "أنا سعيد جدا اليوم")]
    [InlineData("hi", "मैं आज बहुत खुश हूँ")]
    [InlineData("th", "วันนี้ฉันมีความสุขมาก")]
    [InlineData("el", "Είμαι πολύ χαρούμενος")]
    [InlineData("he", "אני כל כך שמח היום")]
    public void The_language_is_told_by_script_and_small_words(string language, string text) => Assert.Equal(language, TextLanguage.Of(text));

    [Theory]
    [InlineData("")]
    [InlineData("😭 :) 12 !!!")]
    [InlineData("https://example.org/de/ich/bin/heute @ich")]
    [InlineData("zzqx qwrt")]
    public void Nothing_tells_the_language_of_what_has_no_small_words(string text) => Assert.Null(TextLanguage.Of(text));

    [Theory]
    [InlineData("en", "en")]
    [InlineData("pt-BR", "pt")]
    [InlineData("EN_us", "en")]
    [InlineData("nb", "no")]
    [InlineData("und", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_tag_says_its_language(string? tag, string? language) => Assert.Equal(language, LanguageTag.LanguageOf(tag));
}
