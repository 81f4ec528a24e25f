using System.Collections.Immutable;
using Moodstream.TestKit;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Tests.Datasets;

[Trait("Category", "Unit")]
public sealed class CorpusBuilderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Labels_are_those_of_the_training_posts_sorted()
    {
        var corpus = Build("text,mood,split", "a,joy,train", "b,fear,train", "c,joy,validation", "d,fear,test");

        Assert.Equal(["fear", "joy"], corpus.Labels);
        Assert.Equal((2, 1, 1), (corpus.Train.Length, corpus.Dev.Length, corpus.Test.Length));
    }

    [Fact]
    public void A_label_map_renames_what_it_lists_and_leaves_the_rest()
    {
        var source = Source("text,mood,split", "a,happiness,train", "b,fear,train", "c,fear,dev", "d,happiness,test");

        var corpus = Build(source with { Labels = ImmutableDictionary<string, string>.Empty.Add("happiness", "joy") });

        Assert.Equal(["fear", "joy"], corpus.Labels);
        Assert.Equal("joy", corpus.Labels[corpus.Test.Single().Label]);
    }

    [Fact]
    public void A_repeat_multiplies_training_posts_only()
    {
        var source = Source("text,mood,split", "a,joy,train", "b,fear,train", "c,fear,dev", "d,joy,test");

        var corpus = Build(source with { Repeat = 3 });

        Assert.Equal((6, 1, 1), (corpus.Train.Length, corpus.Dev.Length, corpus.Test.Length));
        Assert.Equal(2, corpus.Counts.Single().Train);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public void Training_posts_that_nearly_repeat_a_held_out_one_are_counted_and_left_out_where_that_is_asked(bool drops, int left)
    {
        var source = Source(
            "text,mood,split", "we all went to the beach today!,joy,train", "the cellar is dark,fear,train", "a song for you all,joy,train",
            "We all went to the beach today,joy,dev", "the attic creaks at night,fear,test");

        var corpus = new CorpusBuilder(new CorpusOptions { Sources = [source], DropsNearDuplicates = drops }).Build();

        Assert.Equal((left, 1, 1), (corpus.Train.Length, corpus.Dev.Length, corpus.Test.Length));
        Assert.Equal((left, 1), (corpus.Counts.Single().Train, corpus.Counts.Single().NearDuplicates));
    }

    [Fact]
    public void A_split_that_was_drawn_is_recorded_and_found_again()
    {
        string[] lines = ["text,mood", .. Enumerable.Range(0, 40).Select(row => $"t{row},{(row < 30 ? "joy" : "fear")}")];
        var source = Source(lines);
        var trained = Build(source);
        trained.Used.Write(_folder.Path);

        var again = new CorpusBuilder(new CorpusOptions
        {
            Sources = [Source([.. lines, "new,joy"])],
            NeedsTraining = false,
            Recorded = RecordedSplit.Read(_folder.Path),
        }).Build();

        Assert.Equal(trained.Train.Select(post => post.Text), again.Train.Select(post => post.Text));
        Assert.Equal(trained.Dev.Select(post => post.Text), again.Dev.Select(post => post.Text));
        Assert.Equal([.. trained.Test.Select(post => post.Text), "new"], again.Test.Select(post => post.Text));
    }

    [Fact]
    public void Of_a_split_that_the_data_gives_the_training_posts_are_recorded()
    {
        var used = Build("text,mood,split", "a cat,joy,train", "b cat,fear,train", "c cat,fear,dev", "d cat,joy,test").Used;

        Assert.Equal(Split.Train, used.Of("a cat", null));
        Assert.Equal(Split.Train, used.Of("b cat", null));
        Assert.Null(used.Of("c cat", null));
        Assert.Null(used.Of("d cat", null));
    }

    [Fact]
    public void A_copy_that_is_left_out_was_not_learnt_from()
    {
        var source = Source("text,mood,split", "we all went to the beach today!,joy,train", "the cellar is dark,fear,train", "a song,joy,train", "We all went to the beach today,joy,dev", "creaks,fear,test");

        var used = new CorpusBuilder(new CorpusOptions { Sources = [source], DropsNearDuplicates = true }).Build().Used;

        Assert.Null(used.Of("we all went to the beach today!", null));
    }

    [Fact]
    public void Splits_that_the_data_lacks_are_drawn_by_label_and_the_same_for_the_same_seed()
    {
        string[] lines = ["text,mood", .. Enumerable.Range(0, 40).Select(row => $"t{row},{(row < 30 ? "joy" : "fear")}")];
        var source = Source(lines);

        var corpus = Build(source);
        var again = Build(source);

        Assert.Equal((32, 4, 4), (corpus.Train.Length, corpus.Dev.Length, corpus.Test.Length));
        Assert.Equal(3, corpus.Test.Count(post => corpus.Labels[post.Label] == "joy"));
        Assert.Equal(corpus.Test, again.Test);
        Assert.Empty(corpus.Train.Intersect(corpus.Test));
    }

    [Theory]
    [InlineData("x,,train", "posts.csv:6 has no label")]
    [InlineData(",joy,train", "posts.csv:6 has neither text nor picture")]
    [InlineData("x,joy,later", "posts.csv:6: the split is 'later'")]
    [InlineData("x,awe,test", "posts.csv:6: label 'awe' is none of fear, joy")]
    [InlineData("Well, I am,joy,train", "posts.csv:6 has more fields than the first line names (1 more)")]
    public void A_row_that_cannot_be_used_is_refused_by_its_line_or_counted_as_told(string line, string beginning)
    {
        var source = Source("text,mood,split", "a,joy,train", "b,fear,train", "c,fear,dev", "d,joy,test", line);

        var error = Assert.Throws<TrainerException>(() => Build(source));
        var corpus = Build(source, BadRows.Skip);

        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
        Assert.Contains("--bad-rows skip", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, corpus.Counts.Single().Bad);
        Assert.Equal(4, corpus.Train.Length + corpus.Dev.Length + corpus.Test.Length);
    }

    [Fact]
    public void A_missing_picture_is_refused_with_its_path_and_further_rows_are_counted()
    {
        var source = Source("text,image,mood", "a,1.jpg,joy", "b,2.jpg,fear") with { Image = "image", Split = null };

        var error = Assert.Throws<TrainerException>(() => Build(source));

        Assert.Contains("posts.csv:2: there is no picture file", error.Message, StringComparison.Ordinal);
        Assert.Contains("1.jpg", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_without_training_posts_is_refused()
    {
        var source = Source("text,mood,split", "a,joy,train", "b,fear,train", "c,fear,dev", "d,joy,test");

        var error = Assert.Throws<TrainerException>(() => new CorpusBuilder(new CorpusOptions
        {
            Sources = [source],
            Labels = ["awe", "fear", "joy"],
        }).Build());

        Assert.Contains("'awe'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The label 'joy' is given twice", "fear", "joy", "joy")]
    [InlineData("The labels 'joy' and 'Joy' differ only in their letters' case", "fear", "joy", "Joy")]
    public void A_label_is_named_once(string beginning, params string[] labels)
    {
        var source = Source("text,mood,split", "a,joy,train", "b,fear,train", "c,fear,dev", "d,joy,test");

        var error = Assert.Throws<TrainerException>(() => new CorpusBuilder(new CorpusOptions { Sources = [source], Labels = [.. labels] }).Build());

        Assert.StartsWith(beginning, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_of_the_training_posts_that_differ_only_in_case_are_refused() => Assert.StartsWith(
        "The labels 'Joy' and 'joy' differ",
        Assert.Throws<TrainerException>(() => Build("text,mood,split", "a,joy,train", "b,Joy,train", "c,fear,train", "d,joy,dev", "e,joy,test")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Few_rows_without_a_split_are_told_apart_from_a_split_that_lacks_some()
    {
        var drawn = Assert.Throws<TrainerException>(() => Build("text,mood", "a,joy", "b,fear"));
        var asked = Assert.Throws<TrainerException>(() => Build("text,mood,split", "a,joy,train", "b,fear,train", "c,joy,dev"));

        Assert.Contains("no label has rows enough", drawn.Message, StringComparison.Ordinal);
        Assert.Contains("check the split that you ask for", asked.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_fields_at_the_end_of_a_row_do_no_harm() =>
        Assert.Equal(2, Build("text,mood,split", "a,joy,train,", "b,fear,train,,", "c,fear,dev", "d,joy,test").Train.Length);

    [Fact]
    public void Rows_with_several_labels_are_left_out_and_counted()
    {
        _folder.Write("labels.txt", "anger", "joy");
        _folder.Write("train.tsv", "a\t0\t1", "b\t1\t2", "c\t0,1\t3");
        _folder.Write("dev.tsv", "d\t0\t4");
        _folder.Write("test.tsv", "e\t1\t5");

        var corpus = Build(new DatasetSource { Name = "go", Format = "goemotions", Path = _folder.Path });

        Assert.Equal(1, corpus.Counts.Single().SeveralLabels);
        Assert.Equal(2, corpus.Train.Length);
    }

    private DatasetSource Source(params string[] lines) => new()
    {
        Name = "posts",
        Path = _folder.Write("posts.csv", lines),
        Text = ["text"],
        Label = "mood",
        Split = lines[0].Contains("split", StringComparison.Ordinal) ? "split" : null,
    };

    private Corpus Build(params string[] lines) => Build(Source(lines));

    private static Corpus Build(DatasetSource source, BadRows badRows = BadRows.Refuse) =>
        new CorpusBuilder(new CorpusOptions { Sources = [source], BadRows = badRows }).Build();
}
