using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Tests.Datasets;

[Trait("Category", "Unit")]
public sealed class KnownLayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GoEmotions_gives_every_label_of_a_comment_and_its_split()
    {
        _folder.Write("labels.txt", "anger", "joy");
        _folder.Write("train.tsv", "so \"happy\"\t1\tid1", "mixed\t0,1\tid2");
        _folder.Write("dev.tsv", "dev\t0\tid3");
        _folder.Write("test.tsv", "test\t1\tid4");

        var rows = DatasetReaders.Open(new DatasetSource { Name = "go", Format = "goemotions", Path = _folder.Path }).Read().ToList();

        Assert.Equal("so \"happy\"", rows[0].Text);
        Assert.Equal(["joy"], rows[0].Labels);
        Assert.Equal(["anger", "joy"], rows[1].Labels);
        Assert.Equal(["train", "train", "dev", "test"], rows.Select(row => row.Split));
    }

    [Fact]
    public void GoEmotions_refuses_a_label_index_beyond_its_labels()
    {
        _folder.Write("labels.txt", "anger");
        _folder.Write("train.tsv", "text\t1\tid1");
        _folder.Write("dev.tsv", "text\t0\tid2");
        _folder.Write("test.tsv", "text\t0\tid3");

        var error = Assert.Throws<TrainerException>(
            () => DatasetReaders.Open(new DatasetSource { Name = "go", Format = "goemotions", Path = _folder.Path }).Read().ToList());

        Assert.StartsWith("train.tsv:1:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Msed_joins_title_and_caption_and_finds_the_picture_by_row()
    {
        foreach (var split in new[] { "train", "dev", "test" })
        {
            _folder.Write($"{split}/{split}.csv", "Title,Caption,Sentiment,Emotion", "A,B,positive,happiness", "C,D,negative,sad");
        }

        var rows = DatasetReaders.Open(new DatasetSource { Name = "msed", Format = "msed", Path = _folder.Path }).Read().ToList();

        Assert.Equal(6, rows.Count);
        Assert.Equal("A. B", rows[0].Text);
        Assert.Equal(_folder.File(Path.Combine("train", "images", "2.jpg")), rows[1].Picture);
        Assert.Equal("test", rows[5].Split);
    }
}
