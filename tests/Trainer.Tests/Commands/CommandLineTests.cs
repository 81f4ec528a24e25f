using System.Text.Json;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Options;
using Moodstream.TestKit;
using Moodstream.Trainer.Commands;

namespace Moodstream.Trainer.Tests.Commands;

[Trait("Category", "Training")]
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Train_evaluate_and_predict_work_on_one_bundle()
    {
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: false);
        var bundle = _folder.File("my-model");

        var (trained, told, warning) = await RunAsync(
            "train", "--data", table, "--text", "text", "--label", "mood", "--split", "split", "--seeds", "2", "--set", "epochs=30", "--out", bundle);
        Assert.Equal(0, trained);
        // Every dev post is right, so that nothing tells how sure is too sure.
        Assert.StartsWith("The temperature came out at its bound (0.05)", warning, StringComparison.Ordinal);
        Assert.Contains("--Models:Active=my-model", told, StringComparison.Ordinal);
        Assert.Contains("| all | 16 | 100.0 ", await File.ReadAllTextAsync(Path.Combine(bundle, "MODEL_CARD.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(bundle, "run.json"), TestContext.Current.CancellationToken));
        foreach (var figure in new[] { "accuracy", "macroF1", "microF1" })
        {
            Assert.InRange(record.RootElement.GetProperty("test").GetProperty(figure).GetProperty("mean").GetDouble(), 0, 1);
            Assert.InRange(record.RootElement.GetProperty("test").GetProperty(figure).GetProperty("std").GetDouble(), 0, 1);
        }

        var figures = _folder.File("figures.json");
        var (evaluated, _, _) = await RunAsync(
            "evaluate", "--bundle", bundle, "--data", table, "--text", "text", "--label", "mood", "--split", "split", "--out", figures);
        Assert.Equal(0, evaluated);
        Assert.True(File.Exists(figures));

        var posts = _folder.Write("posts.jsonl", """{"id":"p1","userId":"u","text":"laugh and hug"}""", """{"id":"p2","userId":"u"}""", "{broken");
        var (predicted, answers, predictErrors) = await RunAsync("predict", posts, "--bundle", bundle);
        Assert.Equal(0, predicted);
        var lines = answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("p1", lines[0].GetProperty("id").GetString());
        Assert.Equal(1, lines[0].GetProperty("probabilities").EnumerateObject().Sum(label => label.Value.GetDouble()), 5);
        Assert.True(lines[0].GetProperty("opinions").TryGetProperty("text", out _));
        Assert.Equal("p2", lines[1].GetProperty("id").GetString());
        Assert.Equal("post-empty", lines[1].GetProperty("error").GetProperty("type").GetString());
        Assert.Equal("json-malformed", lines[2].GetProperty("error").GetProperty("type").GetString());
        Assert.StartsWith("2 posts could not", predictErrors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_filters_leave_out_is_printed_and_recorded()
    {
        var rows = Enumerable.Range(1, 40).Select(post => $"{post},{(post % 2 == 0 ? "sunny party hug" : "dark ghost alone")},{(post % 2 == 0 ? "joy" : "fear")},{post}");
        var table = _folder.Write("posts.csv", ["id,text,mood,upvotes", .. rows, "41,sunny,joy,1", "42,ghost in the dark,joy,1", "42,ghost in the dark,fear,1"]);
        var bundle = _folder.File("filtered");

        var (code, output, errors) = await RunAsync(
            "train", "--data", table, "--text", "text", "--label", "mood", "--top-test", "upvotes", "--top-share", "0.2", "--majority", "--id", "id",
            "--min-words", "3", "--set", "epochs=1", "--out", bundle);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("majority", output, StringComparison.Ordinal);
        Assert.Contains("few", output, StringComparison.Ordinal);
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(bundle, "run.json"), TestContext.Current.CancellationToken));
        Assert.Equal(
            """{"source":"posts","train":24,"dev":8,"test":8,"severalLabels":0,"bad":0,"nearDuplicates":0,"noMajority":1,"fewWords":1}""",
            JsonSerializer.Serialize(record.RootElement.GetProperty("data")[0]));
    }

    [Fact]
    public async Task A_training_starts_from_the_lowest_layers_of_another_bundle_but_not_from_layers_that_it_lacks()
    {
        string[] data =
        [
            "--data", ToyPosts.WriteTable(_folder, 64, withPictures: false), "--text", "text", "--label", "mood", "--split", "split", "--text-encoder", "words+sentence",
            "--cache", _folder.File("cache"), "--set", "epochs=1",
        ];
        var (two, one, all) = (_folder.File("two"), _folder.File("one"), _folder.File("all"));

        var (started, _, _) = await RunAsync(["train", .. data, "--set", "sentenceLayers=2", "--set", "sentenceRank=2", "--out", two]);
        var (fewer, _, _) = await RunAsync(["train", .. data, "--from", two, "--set", "sentenceLayers=1", "--out", one]);
        var (more, _, refusal) = await RunAsync(["train", .. data, "--from", two, "--out", all]);

        Assert.Equal((0, 0, 1), (started, fewer, more));
        Assert.Equal("--from: its update of MiniLM is of 2 layers; go on with --set sentenceLayers=2, or fewer.", refusal.Trim());
        Assert.False(Directory.Exists(all));
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(one, "bundle.json"), TestContext.Current.CancellationToken));
        var settings = manifest.RootElement.GetProperty("modalities")[0].GetProperty("settings");
        Assert.Equal(1, settings.GetProperty("layers").GetInt32());
        Assert.True(settings.TryGetProperty("update", out _));
    }

    [Fact]
    public async Task A_model_of_words_and_tags_is_trained_evaluated_and_asked()
    {
        string[] data = ["--data", ToyPosts.WriteTable(_folder, 64, withPictures: false), "--text", "text", "--source", "community", "--label", "mood", "--split", "split"];
        var bundle = _folder.File("tagged");

        var (trained, _, _) = await RunAsync(["train", .. data, "--modalities", "text,tags", "--set", "epochs=30", "--out", bundle]);
        var (evaluated, tables, _) = await RunAsync(["evaluate", "--bundle", bundle, .. data]);
        var posts = _folder.Write("posts.jsonl", """{"id":"p1","userId":"u","text":"hug","source":"Beach"}""", """{"id":"p2","userId":"u","text":"hug","source":"elsewhere"}""");
        var (predicted, answers, _) = await RunAsync("predict", posts, "--bundle", bundle);

        Assert.Equal((0, 0, 0), (trained, evaluated, predicted));
        Assert.Contains("tags", tables, StringComparison.Ordinal);
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(bundle, "run.json"), TestContext.Current.CancellationToken));
        Assert.True(record.RootElement.TryGetProperty("testTagsOnly", out _));
        Assert.Equal(
            ["text tags", "text"],
            answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(
                ' ', JsonDocument.Parse(line).RootElement.GetProperty("opinions").EnumerateObject().Select(opinion => opinion.Name))));
    }

    [Fact]
    public async Task A_bundle_is_replaced_only_by_force()
    {
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: false);
        var bundle = _folder.File("mine");
        string[] command = ["train", "--data", table, "--text", "text", "--label", "mood", "--split", "split", "--set", "epochs=1", "--out", bundle];
        Assert.Equal(0, (await RunAsync(command)).Code);

        var card = Path.Combine(bundle, "MODEL_CARD.md");
        await File.WriteAllTextAsync(card, "# Mine\n", TestContext.Current.CancellationToken);

        var (refused, _, errors) = await RunAsync(command);
        var (replaced, _, advice) = await RunAsync([.. command, "--force"]);

        Assert.Equal(1, refused);
        Assert.Contains("--force", errors, StringComparison.Ordinal);
        Assert.Equal(0, replaced);
        Assert.Contains("MODEL_CARD.md was written by a person", advice, StringComparison.Ordinal);
        Assert.Equal("# Mine\n", await File.ReadAllTextAsync(card, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Predict_takes_posts_as_publish_does()
    {
        _folder.Write("broken.png", "no picture");
        var posts = _folder.Write("posts.jsonl", """{"image":{"file":"gone.png"}}""", """{"image":{"file":"0.png"},"id":"p2"}""", """{"text":"a hug","image":{"file":"broken.png"}}""");
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: true);
        var bundle = _folder.File("pictured");
        Assert.Equal(0, (await RunAsync("train", "--data", table, "--text", "text", "--image", "image", "--label", "mood", "--split", "split", "--cache", _folder.File("cache"), "--set", "epochs=1", "--out", bundle)).Code);

        var (code, answers, errors) = await RunAsync("predict", posts, "--bundle", bundle);

        Assert.Equal(0, code);
        Assert.StartsWith("1 post could not", errors, StringComparison.Ordinal);
        var lines = answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("image-unreadable", lines[0].GetProperty("error").GetProperty("type").GetString());
        Assert.Contains("gone.png", lines[0].GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.True(lines[1].GetProperty("opinions").TryGetProperty("image", out _));
        Assert.Equal("picture-format", lines[2].GetProperty("unread").GetProperty("image").GetString());
        Assert.True(lines[2].GetProperty("opinions").TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Probes_need_no_data_and_tell_what_went_wrong()
    {
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: false);
        var bundle = _folder.File("probed");
        Assert.Equal(0, (await RunAsync("train", "--data", table, "--text", "text", "--label", "mood", "--split", "split", "--set", "epochs=30", "--out", bundle)).Code);
        var probes = _folder.Write("probes.tsv", "kind\ttext\taccepted", "plain\ta laugh and a hug\tjoy", "plain\tthe ghost is alone\tjoy", "group\tdark\t!joy");
        var record = _folder.File("probes.json");

        var (code, output, errors) = await RunAsync("evaluate", "--bundle", bundle, "--probes", probes, "--out", record);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("the ghost is alone", output, StringComparison.Ordinal);
        Assert.DoesNotContain("a laugh and a hug", output, StringComparison.Ordinal);
        using var answers = JsonDocument.Parse(await File.ReadAllTextAsync(record, TestContext.Current.CancellationToken));
        Assert.Equal([true, false, true], answers.RootElement.GetProperty("probes").EnumerateArray().Select(answer => answer.GetProperty("isRight").GetBoolean()));
    }

    [Fact]
    public async Task An_evaluation_scores_no_post_that_the_bundle_has_learnt_from()
    {
        var table = _folder.Write("posts.csv", ["text,mood,split", .. Enumerable.Range(0, 60).Select(post => $"{(post % 2 == 0 ? "sunny party" : "dark ghost")} {post},{(post % 2 == 0 ? "joy" : "fear")},test")]);
        var bundle = _folder.File("drawn");
        string[] data = ["--data", table, "--text", "text", "--label", "mood"];
        Assert.Equal(0, (await RunAsync(["train", .. data, "--set", "epochs=1", "--out", bundle])).Code);
        var figures = _folder.File("figures.json");

        var (drawn, _, quiet) = await RunAsync(["evaluate", "--bundle", bundle, .. data, "--out", figures]);
        var (given, _, warning) = await RunAsync(["evaluate", "--bundle", bundle, .. data, "--split", "split"]);

        Assert.Equal((0, 0, ""), (drawn, given, quiet));
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(figures, TestContext.Current.CancellationToken));
        Assert.Equal(6, report.RootElement.GetProperty("rows")[0].GetProperty("scores").GetProperty("posts").GetInt32());
        Assert.StartsWith("48 of these 60 posts", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_evaluation_says_how_many_posts_of_a_split_that_the_data_gave_the_bundle_has_learnt_from()
    {
        var rows = Enumerable.Range(0, 30).Select(post => $"it's {(post % 2 == 0 ? "sunny party" : "dark ghost")} {post},{(post % 2 == 0 ? "joy" : "fear")}").ToList();
        var table = _folder.Write("posts.csv", ["text,mood,split", .. rows.Select((row, place) => $"{row},{(place < 20 ? "train" : place < 25 ? "dev" : "test")}")]);
        var other = _folder.Write("other.csv", ["text,mood,split", .. rows.Select(row => $"{row.Replace('\'', '\u2019')},test")]);
        var bundle = _folder.File("given");
        string[] columns = ["--text", "text", "--label", "mood", "--split", "split"];
        Assert.Equal(0, (await RunAsync(["train", "--data", table, .. columns, "--set", "epochs=1", "--out", bundle])).Code);

        var (held, _, quiet) = await RunAsync(["evaluate", "--bundle", bundle, "--data", table, .. columns]);
        var (learnt, _, warning) = await RunAsync(["evaluate", "--bundle", bundle, "--data", other, .. columns]);

        Assert.Equal((0, 0, ""), (held, learnt, quiet));
        Assert.StartsWith("20 of these 30 posts", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nor_does_one_of_a_joined_bundle()
    {
        var table = _folder.Write("posts.csv", ["text,mood", .. Enumerable.Range(0, 60).Select(post => $"{(post % 2 == 0 ? "sunny party" : "dark ghost")} {post},{(post % 2 == 0 ? "joy" : "fear")}")]);
        var (words, sentences, joined, figures) = (_folder.File("words"), _folder.File("sentences"), _folder.File("joined"), _folder.File("figures.json"));
        string[] data = ["--data", table, "--text", "text", "--label", "mood"];
        string[] training = ["train", .. data, "--set", "epochs=1", "--cache", _folder.File("cache")];
        Assert.Equal(0, (await RunAsync([.. training, "--out", words])).Code);
        Assert.Equal(0, (await RunAsync([.. training, "--text-encoder", "words+sentence", "--set", "sentenceLayers=1", "--out", sentences])).Code);

        var (code, _, _) = await RunAsync(["join", .. data, "--words", words, "--sentences", sentences, "--out", joined]);
        var (evaluated, _, quiet) = await RunAsync(["evaluate", "--bundle", joined, .. data, "--out", figures]);

        Assert.Equal((0, 0, ""), (code, evaluated, quiet));
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(figures, TestContext.Current.CancellationToken));
        Assert.Equal(6, report.RootElement.GetProperty("rows")[0].GetProperty("scores").GetProperty("posts").GetInt32());
    }

    [Fact]
    public async Task A_bundle_is_computed_in_bytes_after_quantize_and_by_words_alone_there_is_nothing_to_compute()
    {
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: true);
        string[] data = ["--data", table, "--text", "text", "--image", "image", "--label", "mood", "--split", "split"];
        var (sentences, bytes, words) = (_folder.File("sentences"), _folder.File("bytes"), _folder.File("words"));
        string[] training = ["train", .. data, "--set", "epochs=10", "--cache", _folder.File("cache")];
        Assert.Equal(0, (await RunAsync([.. training, "--text-encoder", "words+sentence", "--set", "sentenceLayers=1", "--out", sentences])).Code);
        Assert.Equal(0, (await RunAsync([.. training, "--modalities", "text", "--out", words])).Code);

        var (code, output, _) = await RunAsync(["quantize", "--bundle", sentences, .. data, "--posts", "20", "--out", bytes]);
        var (refused, _, refusal) = await RunAsync(["quantize", "--bundle", words, .. data, "--out", _folder.File("none")]);
        var (over, _, unforced) = await RunAsync(["quantize", "--bundle", sentences, .. data, "--out", bytes]);
        var (again, _, _) = await RunAsync(["quantize", "--bundle", bytes, .. data, "--posts", "20", "--out", bytes, "--force"]);

        Assert.Equal((0, 1, 1, 0), (code, refused, over, again));
        Assert.True(File.Exists(Path.Combine(bytes, "run.json")));
        Assert.Contains("image only", output, StringComparison.Ordinal);
        Assert.StartsWith("--bundle: it reads neither sentences nor pictures", refusal, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("none")));
        Assert.StartsWith("--out: there is a model bundle in", unforced, StringComparison.Ordinal);
        await using var model = await ModelBundle.LoadAsync(bytes, new InferenceOptions { Devices = "cpu" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("bytes", model.Info.Name);
        using var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(bytes, "bundle.json"), TestContext.Current.CancellationToken));
        Assert.Equal(["minilm-ranges.onnx", "resnet18-ranges.onnx"], manifest.RootElement.GetProperty("modalities").EnumerateArray()
            .Select(modality => modality.GetProperty("settings").GetProperty("ranges").GetString()).Order());
        using var record = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(bytes, "quantize.json"), TestContext.Current.CancellationToken));
        Assert.Equal(["", "image", "text"], record.RootElement.GetProperty("dev").EnumerateArray().Select(view => view.GetProperty("view").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_file_is_no_folder_for_a_bundle()
    {
        var file = _folder.Write("taken", "text");

        var (code, _, errors) = await RunAsync("quantize", "--bundle", "x", "--data", "x.csv", "--out", file);

        Assert.Equal((1, $"--out: {file} is a file; name a folder."), (code, errors.Trim()));
    }

    [Theory]
    [InlineData("--posts: 0 must be 1 to 4096.", "quantize", "--bundle", "x", "--data", "x.csv", "--posts", "0", "--out", "y")]
    [InlineData("--most-loss: -1 must be 0 to 100.", "quantize", "--bundle", "x", "--data", "x.csv", "--most-loss", "-1", "--out", "y")]
    [InlineData("--posts: 'many' is not a whole number of 1 to 4096.", "quantize", "--bundle", "x", "--data", "x.csv", "--posts", "many", "--out", "y")]
    [InlineData("--keep: 'most' is not a number of 0 to 1.", "join", "--data", "x.csv", "--keep", "most", "--out", "y")]
    [InlineData("--threshold: 1.5 must be 0 to 1.", "join", "--data", "x.csv", "--threshold", "1.5", "--out", "y")]
    [InlineData("--seeds: 'some' is not a whole number of 1 to 100.", "train", "--data", "x.csv", "--seeds", "some", "--out", "x")]
    [InlineData("--threads: 100000 must be 1 to 256.", "train", "--data", "x.csv", "--threads", "100000", "--out", "x")]
    [InlineData("--bundle: The model bundle nowhere is not there", "quantize", "--bundle", "nowhere", "--data", "x.csv", "--out", "y")]
    [InlineData("Give --data FILE or --datasets FILE.", "train", "--out", "x")]
    [InlineData("Give --data FILE or --datasets FILE, or --probes FILE alone.", "evaluate", "--on", "dev")]
    [InlineData("--seeds: 0 must be 1 to 100.", "train", "--data", "x.csv", "--seeds", "0", "--out", "x")]
    [InlineData("--name: 'Not Good'", "train", "--data", "x.csv", "--name", "Not Good", "--out", "x")]
    [InlineData("--images needs --image", "train", "--data", "x.csv", "--images", "dir", "--out", "x")]
    [InlineData("--label is missing", "train", "--data", "x.csv", "--text", "text", "--out", "x")]
    [InlineData("--data: there is no file 'none.csv'.", "train", "--data", "none.csv", "--text", "text", "--label", "mood", "--out", "x")]
    [InlineData("--datasets: there is no file 'none.json'.", "train", "--datasets", "none.json", "--out", "x")]
    [InlineData("--model: 'big' is none of common-space", "train", "--data", "x.csv", "--model", "big", "--out", "x")]
    [InlineData("--modalities: 'sound' is none of text, image, tags.", "train", "--data", "x.csv", "--modalities", "text,sound", "--out", "x")]
    [InlineData("--modalities: the model 'text' reads only itself", "train", "--data", "x.csv", "--model", "text", "--modalities", "tags", "--out", "x")]
    [InlineData("--text-encoder: 'letters' is none of words, words+sentence.", "train", "--data", "x.csv", "--text-encoder", "letters", "--out", "x")]
    [InlineData("--top-share: 'a tenth' is not a number", "evaluate", "--data", "x.csv", "--top-test", "up", "--top-share", "a tenth")]
    [InlineData("--top-share is 10; it must be above 0 and below 0.5", "train", "--data", "x.csv", "--top-test", "up", "--top-share", "10", "--out", "x")]
    [InlineData("--top-share needs --top-test", "compare", "--data", "x.csv", "--top-share", "0.2", "--out", "x")]
    [InlineData("--top-test and --split both decide the split", "train", "--data", "x.csv", "--top-test", "up", "--split", "split", "--out", "x")]
    [InlineData("--top-test and --test both decide the split", "train", "--data", "x.csv", "--top-test", "up", "--test", "y.csv", "--out", "x")]
    [InlineData("--id needs --majority", "train", "--data", "x.csv", "--id", "id", "--out", "x")]
    [InlineData("--min-words is -2; it must be at least 0.", "train", "--data", "x.csv", "--min-words", "-2", "--out", "x")]
    [InlineData("--min-words goes with --data", "train", "--datasets", "x.json", "--min-words", "2", "--out", "x")]
    [InlineData("Name a command: train, compare, evaluate, predict, join, quantize, convert-faces. See --help.")]
    [InlineData("Unknown argument 'trian': the commands are train, compare, evaluate, predict, join, quantize, convert-faces.", "trian", "--data", "x.csv")]
    [InlineData("--format: 'odd' is none of table, goemotions, msed.", "train", "--data", "x.csv", "--format", "odd", "--out", "x")]
    [InlineData("The model bundle nowhere is not there", "predict", "-", "--bundle", "nowhere")]
    [InlineData("package: there is no file 'none.tgz'.", "convert-faces", "none.tgz")]
    [InlineData("posts: there is no file 'none.jsonl'.", "predict", "none.jsonl", "--bundle", "nowhere")]
    [InlineData("--out: /proc/foo cannot be written (", "train", "--data", "x.csv", "--out", "/proc/foo")]
    [InlineData("--out: /proc/foo cannot be written (", "compare", "--data", "x.csv", "--out", "/proc/foo")]
    [InlineData("--out: /proc cannot be written (", "quantize", "--bundle", "x", "--data", "x.csv", "--out", "/proc/foo")]
    [InlineData("--out: /proc cannot be written (", "join", "--data", "x.csv", "--out", "/proc/foo")]
    [InlineData("--out: /proc/foo cannot be written (", "predict", "-", "--out", "/proc/foo")]
    [InlineData("--out: there is no folder '/nowhere/there' for foo.", "evaluate", "--data", "x.csv", "--out", "/nowhere/there/foo")]
    [InlineData("--out: / is a folder; name a file.", "evaluate", "--data", "x.csv", "--out", "/")]
    [InlineData("--out is empty; name a folder.", "train", "--data", "x.csv", "--out", "")]
    [InlineData("--out is empty; name a folder.", "quantize", "--bundle", "x", "--data", "x.csv", "--out", "")]
    [InlineData("--out is empty; name a folder.", "join", "--data", "x.csv", "--out", "")]
    [InlineData("--out is empty; name a file.", "predict", "-", "--out", "")]
    [InlineData("--out: /dev/null is a file; name a folder.", "train", "--data", "x.csv", "--out", "/dev/null/in-a-file")]
    public async Task A_mistake_ends_with_one_line_that_names_the_option(string beginning, params string[] arguments)
    {
        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(1, code);
        Assert.StartsWith(beginning, errors, StringComparison.Ordinal);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("Stopped.", "evaluate", "--data", "x.csv")]
    [InlineData("Stopped. The training goes on from here when the same command runs again.", "train", "--data")]
    public async Task Only_a_command_that_trains_says_that_it_goes_on(string line, params string[] arguments)
    {
        using CancellationTokenSource stopped = new();
        await stopped.CancelAsync();
        string[] more = arguments[0] == "train"
            ? [ToyPosts.WriteTable(_folder, 64, withPictures: false), "--text", "text", "--label", "mood", "--split", "split", "--out", _folder.File("mine")]
            : ["--bundle", Path.GetDirectoryName(_folder.Write("mine/bundle.json", "{}"))!];

        var (code, _, errors) = await RunUntilAsync([.. arguments, .. more], stopped.Token);

        Assert.Equal((130, line), (code, errors.Trim()));
    }

    [Fact]
    public async Task What_the_disk_refuses_is_one_line()
    {
        var table = ToyPosts.WriteTable(_folder, 64, withPictures: true);

        var (code, _, errors) = await RunAsync(
            "train", "--data", table, "--image", "image", "--label", "mood", "--split", "split", "--cache", "/proc/none", "--out", _folder.File("mine"));

        Assert.Equal(1, code);
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) => RunUntilAsync(arguments, TestContext.Current.CancellationToken);

    private static async Task<(int Code, string Output, string Errors)> RunUntilAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using StringWriter newOutput = new(), newErrors = new();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            var code = await CommandLine.RunAsync(arguments, cancellationToken);
            return (code, newOutput.ToString().ReplaceLineEndings("\n"), newErrors.ToString().ReplaceLineEndings("\n"));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
