using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Tests.Datasets;

[Trait("Category", "Unit")]
public sealed class TableReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_columns_are_joined_by_a_full_stop_and_blank_ones_left_out()
    {
        var file = _folder.Write("posts.csv", "title,caption,mood", "Hello,\"a, quoted \"\"word\"\"\",joy", ",only this,fear");

        var rows = Read(new DatasetSource { Name = "posts", Path = file, Text = ["title", "caption"], Label = "mood" });

        Assert.Equal(["Hello. a, quoted \"word\"", "only this"], rows.Select(row => row.Text));
        Assert.Equal(["joy", "fear"], rows.Select(row => row.Labels.Single()));
        Assert.Equal(["posts.csv:2", "posts.csv:3"], rows.Select(row => row.Location));
    }

    [Fact]
    public void A_location_is_the_line_in_the_file_even_after_a_field_of_several_lines()
    {
        var file = _folder.Write("posts.csv", "text,mood", "\"one", "two\",joy", "three,fear");

        var rows = Read(new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "mood" });

        Assert.Equal("posts.csv:4", rows[1].Location);
    }

    [Theory]
    [InlineData(";", "so; it, goes")]
    [InlineData("\t", "so\tit, goes")]
    public void A_csv_file_may_be_separated_as_spreadsheets_do(string separator, string text)
    {
        var file = _folder.Write("posts.csv", $"text{separator}\"mood, as felt\"", $"\"{text}\"{separator}joy");

        var row = Assert.Single(Read(new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "mood, as felt" }));

        Assert.Equal((text, "joy"), (row.Text, row.Labels.Single()));
    }

    [Theory]
    [InlineData("posts.csv:3: the quote that opens a field here is never closed", "fine,joy", "\"open,joy", "more,fear")]
    [InlineData("posts.csv:2: the quoted field that begins here goes on after a quote", "\"open,joy", "\"closed\",fear")]
    public void A_quote_that_would_swallow_rows_is_refused_by_its_line(string message, params string[] lines)
    {
        var file = _folder.Write("posts.csv", ["text,mood", .. lines]);

        var error = Assert.Throws<TrainerException>(() => Read(new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "mood" }));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_within_a_field_that_does_not_begin_with_one_are_its_own()
    {
        var file = _folder.Write("posts.csv", "text,mood", "5\" of snow,joy", "a \"word,fear");

        Assert.Equal(2, Read(new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "mood" }).Count);
    }

    [Fact]
    public void A_tsv_file_has_no_quoting()
    {
        var file = _folder.Write("posts.tsv", "text\tmood", "\"so called\" news\tanger");

        var row = Assert.Single(Read(new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "mood" }));

        Assert.Equal("\"so called\" news", row.Text);
    }

    [Fact]
    public void Json_lines_may_lack_a_property_and_hold_numbers()
    {
        var file = _folder.Write("posts.jsonl", """{"text":"a","mood":3}""", "", """{"mood":"x","image":"1.jpg"}""");

        var rows = Read(new DatasetSource { Name = "posts", Path = file, Text = ["text"], Image = "image", Label = "mood" });

        Assert.Equal(["3", "x"], rows.Select(row => row.Labels.Single()));
        Assert.Null(rows[0].Picture);
        Assert.Null(rows[1].Text);
        Assert.Equal("posts.jsonl:3", rows[1].Location);
    }

    [Fact]
    public void Picture_paths_start_from_the_images_folder_or_else_from_the_table()
    {
        var file = _folder.Write("posts.csv", "image,mood", "1.jpg,joy");
        var source = new DatasetSource { Name = "posts", Path = file, Image = "image", Label = "mood" };

        Assert.Equal(_folder.File("1.jpg"), Read(source)[0].Picture);
        Assert.Equal(Path.Combine("elsewhere", "1.jpg"), Read(source with { Images = "elsewhere" })[0].Picture);
    }

    [Fact]
    public void Dev_and_test_files_settle_the_split()
    {
        var train = _folder.Write("train.csv", "text,mood", "a,joy");
        var dev = _folder.Write("dev.csv", "text,mood", "b,joy");
        var test = _folder.Write("test.csv", "text,mood", "c,joy");

        var rows = Read(new DatasetSource { Name = "posts", Path = train, Dev = dev, Test = test, Text = ["text"], Label = "mood" });

        Assert.Equal(["train", "dev", "test"], rows.Select(row => row.Split));
    }

    [Theory]
    [InlineData("posts.csv", "text,mood", "--label: ")]
    [InlineData("posts.tsv", "text\tmood", "--label: ")]
    [InlineData("posts.jsonl", """{"text":"a","mood":"joy"}""", "--label: ")]
    public void An_unknown_column_names_the_option_and_the_columns_there_are(string name, string firstLine, string beginning)
    {
        var file = _folder.Write(name, firstLine);
        var source = new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "emotion", FromCommandLine = true };

        var error = Assert.Throws<TrainerException>(() => Read(source));

        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
        Assert.Contains("'emotion'", error.Message, StringComparison.Ordinal);
        Assert.Contains("mood, text".Split(", ")[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_asked_for_stands_there_once()
    {
        var file = _folder.Write("posts.csv", "text,text,mood,more,more", "a,b,joy,c,d");
        var source = new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "mood", FromCommandLine = true };

        Assert.StartsWith("--text: ", Assert.Throws<TrainerException>(() => Read(source)).Message, StringComparison.Ordinal);
        Assert.Single(Read(source with { Text = ["mood"] }));
    }

    [Fact]
    public void A_missing_file_names_the_option()
    {
        var source = new DatasetSource { Name = "posts", Path = _folder.File("none.csv"), Text = ["text"], Label = "mood", FromCommandLine = true };

        var error = Assert.Throws<TrainerException>(() => Read(source));

        Assert.StartsWith("--data: there is no file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_line_of_json_is_named()
    {
        var file = _folder.Write("posts.jsonl", """{"text":"a","mood":"joy"}""", "{broken");

        var error = Assert.Throws<TrainerException>(() => Read(new DatasetSource { Name = "posts", Path = file, Text = ["text"], Label = "mood" }));

        Assert.StartsWith("posts.jsonl:2 ", error.Message, StringComparison.Ordinal);
    }

    private static List<DatasetRow> Read(DatasetSource source) => [.. DatasetReaders.Open(source).Read()];
}
