using System.IO.Hashing;
using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Tests.Datasets;

[Trait("Category", "Unit")]
public sealed class RecordedSplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_text_that_is_read_the_same_is_the_same_and_one_of_other_words_or_numbers_is_not()
    {
        RecordedSplit written = new();
        written.Add("It's a fine café, No. 7", null, Split.Train);
        written.Add("https://example.org/1", null, Split.Dev);
        written.Write(_folder.Path);

        var read = RecordedSplit.Read(_folder.Path)!;

        Assert.Equal(Split.Train, read.Of("it\u2019s a FINE cafe, no. 7", null));
        Assert.Null(read.Of("It's a fine café, No. 8", null));
        Assert.Null(read.Of("It's a fine café, No. 7", "1.jpg"));
        Assert.Equal(Split.Dev, read.Of("https://example.org/1", null));
        Assert.Null(read.Of("https://example.org/2", null));
    }

    [Fact]
    public void A_picture_without_text_is_told_by_what_it_shows_and_not_by_its_name()
    {
        var (one, two, copy) = (_folder.Write("train/1.jpg", "one"), _folder.Write("test/1.jpg", "two"), _folder.Write("more/9.jpg", "one"));
        RecordedSplit record = new();
        record.Add(null, one, Split.Train);

        Assert.Null(record.Of(null, two));
        Assert.Equal(Split.Train, record.Of(null, copy));
    }

    [Fact]
    public void A_record_of_earlier_bundles_is_read_and_handed_on_as_it_is()
    {
        var key = Convert.ToBase64String(BitConverter.GetBytes(XxHash3.HashToUInt64("It's fine\n"u8)));
        _folder.Write("split.json", $$"""{"Train":"{{key}}","Test":"AQAAAAAAAAA="}""");

        var record = RecordedSplit.Read(_folder.Path)!;
        var next = Directory.CreateDirectory(_folder.File("next")).FullName;
        record.Write(next);

        Assert.Equal(Split.Train, record.Of("It's fine", null));
        Assert.Null(record.Of("It\u2019s fine", null));
        Assert.Equal(Split.Train, RecordedSplit.Read(next)!.Of("It's fine", null));
    }

    [Fact]
    public void A_bundle_without_a_record_has_none() => Assert.Null(RecordedSplit.Read(_folder.Path));

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"train":"AAAAAA=="}""")]
    [InlineData("""{"format":2,"train":"AAAA"}""")]
    [InlineData("""{"format":3}""")]
    public void A_record_that_is_damaged_is_named(string content)
    {
        var file = _folder.Write("split.json", content);

        Assert.StartsWith($"{file} is damaged", Assert.Throws<TrainerException>(() => RecordedSplit.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nor_is_a_folder_a_record()
    {
        Directory.CreateDirectory(_folder.File("split.json"));

        Assert.Contains("is damaged", Assert.Throws<TrainerException>(() => RecordedSplit.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }
}
