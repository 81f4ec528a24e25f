using System.Text;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.EndToEnd.Tests.Harness;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests;

/// <summary>From a post on Kafka to its event on Kafka and its entry on the timeline.</summary>
[Trait("Category", "Process")]
public sealed class PipelineTests
{
    private const int Timeout = 180_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Timeout)]
    public async Task Posts_of_every_kind_become_one_final_event_each_and_stand_on_the_timeline()
    {
        await using var place = new Workplace { Model = null };
        var silo = await place.StartSiloAsync();
        var picture = await PictureAsync("coffee.jpg");
        TestPost[] posts =
        [
            .. TestPost.Many("words", 100),
            .. Enumerable.Range(0, 10).Select(i => new TestPost($"picture-{i}", "painter", Image: picture)),
            .. Enumerable.Range(0, 10).Select(i => new TestPost($"both-{i}", "author", "look at this", picture)),
        ];

        await place.Topics.SendAsync(posts);
        var events = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Length);

        Assert.Equal(posts.Select(post => post.Id).Order(), events.Select(message => message.Emotion().PostId).Order());
        foreach (var message in events)
        {
            var emotion = message.Emotion();
            Assert.Equal("1.0", message.Header("ce_specversion"));
            Assert.Equal(emotion.EventId, message.Header("ce_id"));
            Assert.Equal("moodstream.emotion.v1", message.Header("ce_type"));
            Assert.Equal(emotion.PostId, message.Header("ce_subject"));
            Assert.NotEmpty(message.Header("traceparent"));
            Assert.Equal(emotion.UserId, Encoding.UTF8.GetString(message.Message.Key!));
            Assert.Equal(EmotionStatus.Final, emotion.Status);
            Assert.Equal(emotion.Probabilities.Top, emotion.Emotion);
            Assert.Equal(1, emotion.Probabilities.Values.Sum(), 1e-3);
            Assert.Equal(emotion.Modalities, emotion.PostId.Split('-')[0] switch
            {
                "words" => [Modality.Text],
                "picture" => [Modality.Image],
                _ => [Modality.Text, Modality.Image],
            });
        }

        Assert.Equal(10, (await silo.TimelineAsync("author")).Count);
    }

    [Fact(Timeout = Timeout)]
    public async Task A_post_in_parts_becomes_final_when_its_last_part_arrives()
    {
        await using var place = new Workplace();
        await place.StartSiloAsync();
        string[] expects = ["text", "image"];

        await place.Topics.SendAsync([new TestPost("parts", "u", "a cup of coffee", Expects: expects)]);
        var first = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= 1);
        Assert.Equal(EmotionStatus.Provisional, first[0].Emotion().Status);

        await place.Topics.SendAsync([new TestPost("parts", "u", Image: await PictureAsync("coffee.jpg"), Expects: expects)]);
        var both = await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= 2);

        Assert.Equal(["u/parts#1", "u/parts#2"], both.Select(message => message.Header("ce_id")));
        Assert.Equal(EmotionStatus.Final, both[1].Emotion().Status);
        Assert.Equal([Modality.Text, Modality.Image], both[1].Emotion().Modalities);
    }

    [Fact(Timeout = Timeout)]
    public async Task Every_malformed_post_becomes_one_dead_letter_and_the_stream_goes_on()
    {
        await using var place = new Workplace();
        var silo = await place.StartSiloAsync();
        var picture = await PictureAsync("coffee.jpg");
        var base64 = Convert.ToBase64String(picture);
        (string Kind, byte[] Value)[] malformed =
        [
            ("broken JSON", "{\"id\":"u8.ToArray()),
            ("no object", "[1,2]"u8.ToArray()),
            ("no id", """{"userId":"u","createdAt":"2026-01-31T12:00:00Z","text":"x"}"""u8.ToArray()),
            ("wrong types", """{"id":7,"userId":"u","createdAt":"2026-01-31T12:00:00Z","text":"x"}"""u8.ToArray()),
            ("no content", """{"id":"p","userId":"u","createdAt":"2026-01-31T12:00:00Z"}"""u8.ToArray()),
            ("truncated base64", Encoding.UTF8.GetBytes($$$"""{"id":"p","userId":"u","createdAt":"2026-01-31T12:00:00Z","image":{"data":"{{{base64[..^3]}}}"}}""")),
            ("truncated picture", new TestPost("p", "u", Image: picture[..(picture.Length / 2)]).Json()),
            ("no picture", new TestPost("p", "u", Image: Encoding.UTF8.GetBytes("this is no picture")).Json()),
            ("picture bomb", new TestPost("p", "u", Image: Pictures.Bomb(20_000)).Json()),
            ("too much text", new TestPost("p", "u", new string('a', 5_000_000)).Json()),
            ("not UTF-8", [.. "{\"id\":\""u8, 0xff, .. "\"}"u8]),
        ];

        foreach (var (kind, value) in malformed)
        {
            await place.Topics.SendAsync(Topics.Posts, kind, value);
        }

        await place.Topics.SendAsync([new TestPost("healthy", "u", "and on it goes")]);
        await place.Topics.ReadUntilAsync(Topics.Events, read => read.EventIds().Contains("u/healthy#1"));
        var letters = await place.Topics.ReadUntilAsync(Topics.DeadLetters, read => read.Count >= malformed.Length);

        Assert.Equal(malformed.Select(bad => bad.Kind).Order(), letters.Select(letter => Encoding.UTF8.GetString(letter.Message.Key!)).Order());
        foreach (var letter in letters)
        {
            var kind = Encoding.UTF8.GetString(letter.Message.Key!);
            Assert.Equal(malformed.Single(bad => bad.Kind == kind).Value, letter.Message.Value);
            Assert.NotEmpty(letter.Header("moodstream.error.type"));
            Assert.NotEmpty(letter.Header("moodstream.error.message"));
            Assert.Equal(Topics.Posts, letter.Header("moodstream.error.topic"));
            Assert.NotEmpty(letter.Header("moodstream.error.partition"));
            Assert.NotEmpty(letter.Header("moodstream.error.offset"));
        }

        Assert.Single(await place.Topics.ReadAllAsync(Topics.Events));
        await silo.UntilAsync(async () => (await silo.StatusAsync())["kafka"]!["lag"]?.GetValue<long>() == 0, "no lag");
        Assert.Equal(malformed.Length, (await silo.StatusAsync())["deadLetters"]!["total"]!.GetValue<int>());
    }

    [Fact(Timeout = Timeout)]
    public async Task The_pipeline_gives_the_probabilities_that_the_model_gives()
    {
        await using var place = new Workplace { Model = null };
        await place.StartSiloAsync();
        string[] pictures = ["coffee.jpg", "chelsea.jpg", "rocket.jpg", "moon.jpg"];
        var posts = TestPost.Many("parity", 40).ToArray();
        for (var i = 0; i < posts.Length; i++)
        {
            var picture = i % 3 == 0 ? null : await PictureAsync(pictures[i % pictures.Length]);
            posts[i] = posts[i] with { Text = i % 3 == 1 ? null : posts[i].Text, Image = picture };
        }

        await place.Topics.SendAsync(posts);
        var events = (await place.Topics.ReadUntilAsync(Topics.Events, read => read.Count >= posts.Length))
            .Select(message => message.Emotion())
            .ToDictionary(emotion => emotion.PostId);

        await using var model = await Bundle.LoadAsync(Token);
        foreach (var post in posts)
        {
            var expected = (await model.PredictAsync([new PostContent { Text = post.Text, Image = post.Image }], cancellationToken: Token))[0];
            Assert.Equal(model.Info.Labels, events[post.Id].Probabilities.Labels);
            Assert.All(
                expected.Verdict!.Fused.Values.Zip(events[post.Id].Probabilities.Values),
                pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact(Timeout = Timeout)]
    public async Task Two_programs_with_the_same_settings_live_side_by_side_on_one_machine()
    {
        await using var place = new Workplace();
        await using var neighbour = new Workplace();

        var silo = await place.StartSiloAsync();
        var other = await neighbour.StartSiloAsync();

        Assert.Single((await silo.StatusAsync())["silos"]!.AsArray());
        Assert.Single((await other.StatusAsync())["silos"]!.AsArray());
    }

    [Fact(Timeout = Timeout)]
    public async Task Without_a_broker_of_ones_own_everything_runs_in_one_process()
    {
        Bundle.Require();
        var folder = Directory.CreateTempSubdirectory("moodstream-");
        await using (var silo = await RunningSilo.StartAsync(folder.FullName, "--demo", "--Demo:PostsPerSecond=50"))
        {
            using var topics = new Topics(await silo.BootstrapServersAsync());
            var events = await topics.ReadUntilAsync(Topics.Events, read => read.Count >= 30);
            Assert.Equal(events.Count, events.EventIds().Count);
            Assert.Equal(0, await silo.Program.TerminateAsync());
        }

        folder.Delete(recursive: true);
    }

    private static Task<byte[]> PictureAsync(string name) => File.ReadAllBytesAsync(Repository.Sample(name), Token);
}
