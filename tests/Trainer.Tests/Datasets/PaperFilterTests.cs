using System.Collections.Immutable;
using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Tests.Datasets;

[Trait("Category", "Unit")]
public sealed class PaperFilterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_each_label_the_posts_with_most_upvotes_are_test_and_the_next_are_dev()
    {
        var joy = Enumerable.Range(1, 20).Select(votes => $"joy{votes},joy,{votes}");
        var fear = Enumerable.Range(1, 10).Select(votes => $"fear{votes},fear,{votes * 1000}");

        var corpus = Build(Source(["text,mood,upvotes", .. joy, .. fear]) with { TopTest = "upvotes" });

        Assert.Equal(["joy19", "joy20", "fear10"], corpus.Test.Select(post => post.Text));
        Assert.Equal(["joy17", "joy18", "fear9"], corpus.Dev.Select(post => post.Text));
        Assert.Equal(24, corpus.Train.Length);
    }

    [Fact]
    public void The_share_of_top_posts_can_be_set_and_equal_posts_keep_the_order_of_the_file()
    {
        var source = Source("text,mood,upvotes", "a,joy,5", "b,joy,5", "c,joy,5", "d,joy,5", "e,fear,-1", "f,fear,2.5", "g,fear,1e3", "h,fear,0");

        var corpus = Build(source with { TopTest = "upvotes", TopShare = 0.25 });

        Assert.Equal(["a", "g"], corpus.Test.Select(post => post.Text));
        Assert.Equal(["b", "f"], corpus.Dev.Select(post => post.Text));
    }

    [Fact]
    public void Upvotes_that_are_no_number_are_a_bad_row_whose_content_is_not_told()
    {
        var rows = Enumerable.Range(1, 10).SelectMany(votes => new[] { $"a,joy,{votes}", $"b,fear,{votes}" });
        var source = Source(["text,mood,upvotes", .. rows, "c,joy,private words", "d,joy,NaN"]) with { TopTest = "upvotes" };

        var error = Assert.Throws<TrainerException>(() => Build(source));
        var corpus = Build(source, BadRows.Skip);

        Assert.StartsWith("posts.csv:22: what stands in the column 'upvotes' (--top-test) is not a number, and 1 more rows", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("private", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, corpus.Counts.Single().Bad);
    }

    [Fact]
    public void Rows_that_repeat_an_id_are_votes_and_a_post_without_a_majority_is_left_out_and_counted()
    {
        var source = Source(
            "id,text,mood,split",
            "1,first,joy,train", "2,second,fear,train", "1,first again,joy,test", "2,second,fear,train", "1,first,fear,train",
            "3,tied,joy,train", "3,tied,fear,train", "4,most but not half,joy,train", "4,x,joy,train", "4,x,fear,train", "4,x,awe,train",
            "5,dev,joy,dev", "6,test,joy,test");

        var corpus = Build(source with { Majority = true, Id = "id" });

        Assert.Equal([("first", "joy"), ("second", "fear")], corpus.Train.Select(post => (post.Text!, corpus.Labels[post.Label])));
        Assert.Equal(2, corpus.Counts.Single().NoMajority);
        Assert.Equal(0, corpus.Counts.Single().SeveralLabels);
    }

    [Theory]
    [InlineData("posts.tsv", "text\tmood\tsplit", "a\tjoy, fear;joy\ttrain", "b\tfear\ttrain", "c\tjoy|fear\ttrain", "d\tjoy\tdev", "e\tjoy\ttest")]
    [InlineData(
        "posts.jsonl",
        """{"text":"a","mood":["joy","fear","joy"],"split":"train"}""",
        """{"text":"b","mood":"fear","split":"train"}""",
        """{"text":"c","mood":["joy","fear"],"split":"train"}""",
        """{"text":"d","mood":"joy","split":"dev"}""",
        """{"text":"e","mood":"joy","split":"test"}""")]
    public void Votes_may_stand_in_one_cell_or_list(string name, params string[] lines)
    {
        var corpus = Build(Table(name, lines) with { Split = "split", Majority = true });

        Assert.Equal([("a", "joy"), ("b", "fear")], corpus.Train.Select(post => (post.Text!, corpus.Labels[post.Label])));
        Assert.Equal(1, corpus.Counts.Single().NoMajority);
    }

    [Fact]
    public void Votes_are_counted_after_their_labels_are_renamed_and_may_name_labels_that_nobody_wants()
    {
        var source = Source("text,mood,split", "a,happy|joy|sad,train", "b,fear|fear|none,train", "c,joy,dev", "d,joy,test") with
        {
            Majority = true,
            Labels = ImmutableDictionary<string, string>.Empty.Add("happy", "joy"),
        };

        var corpus = Build(source);

        Assert.Equal(["fear", "joy"], corpus.Labels);
        Assert.Equal(2, corpus.Train.Length);
    }

    [Fact]
    public void A_row_without_an_id_is_a_bad_row()
    {
        var source = Source("id,text,mood,split", "1,a,joy,train", ",b,fear,train", ",c,fear,train") with { Majority = true, Id = "id" };

        var error = Assert.Throws<TrainerException>(() => Build(source));

        Assert.StartsWith("posts.csv:3 has no id (--id), and 1 more rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Posts_with_few_words_are_left_out_and_counted_and_neither_marks_nor_links_nor_emoji_are_words()
    {
        var source = Source(
            "text,mood,split",
            "I don't care,joy,train", "so very good,fear,train", "YES!!! :) 😀 https://example.org 😀 ok,joy,train", "two words,joy,dev",
            "three words here,joy,dev", "one two three,joy,test");

        var corpus = Build(source with { MinWords = 3 });

        Assert.Equal((2, 1, 1), (corpus.Train.Length, corpus.Dev.Length, corpus.Test.Length));
        Assert.Equal(2, corpus.Counts.Single().FewWords);
    }

    [Fact]
    public void Counts_of_filters_that_nobody_asked_for_are_absent()
    {
        var counts = Build(Source("text,mood,split", "a,joy,train", "b,fear,train", "c,fear,dev", "d,joy,test")).Counts.Single();

        Assert.Null(counts.NoMajority);
        Assert.Null(counts.FewWords);
    }

    [Theory]
    [InlineData("""{ "minWords": -1 }""", "'minWords' of source 'a' is -1; it must be at least 0")]
    [InlineData("""{ "topTest": "u", "topShare": 0.5 }""", "'topShare' of source 'a' is 0.5; it must be above 0 and below 0.5")]
    [InlineData("""{ "topTest": "u", "split": "s" }""", "'topTest' of source 'a' and 'split' of source 'a' both decide the split")]
    [InlineData("""{ "topTest": "u", "dev": "dev.csv" }""", "'topTest' of source 'a' and 'dev' of source 'a' both decide the split")]
    [InlineData("""{ "id": "i" }""", "'id' of source 'a' needs 'majority' of source 'a'")]
    [InlineData("""{ "format": "msed", "topTest": "u" }""", "'topTest' of source 'a' names a column, and only tables have columns")]
    public void Filters_that_cannot_be_are_refused_in_a_datasets_file(string filters, string beginning)
    {
        _folder.Write("a.csv", "text,mood,u,s", "x,joy,1,train");
        var file = _folder.Write(
            "datasets.json", $$"""{ "sources": [ { "name": "a", "path": "a.csv", "text": ["text"], "label": "mood", {{filters.Trim('{', '}', ' ')}} } ] }""");

        var error = Assert.Throws<TrainerException>(() => new CorpusBuilder(new CorpusOptions { Sources = DatasetsFile.Read(file).Sources }).Build());

        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
    }

    private DatasetSource Source(params string[] lines) => Table("posts.csv", lines) with
    {
        Split = lines[0].Contains("split", StringComparison.Ordinal) ? "split" : null,
    };

    private DatasetSource Table(string name, params string[] lines) => new()
    {
        Name = "posts",
        Path = _folder.Write(name, lines),
        Text = ["text"],
        Label = "mood",
        FromCommandLine = true,
    };

    private static Corpus Build(DatasetSource source, BadRows badRows = BadRows.Refuse) =>
        new CorpusBuilder(new CorpusOptions { Sources = [source], BadRows = badRows }).Build();
}
