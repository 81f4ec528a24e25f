using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Fusion;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Options;
using Moodstream.Grains.Posts;
using Moodstream.Grains.Routing;
using Moodstream.Grains.Storage;
using Moodstream.TestKit;
using Orleans.Serialization;

namespace Moodstream.Grains.Tests.Posts;

public sealed class PostAssemblyTests : IDisposable
{
    private static readonly PostKey Key = new("u1", "p1");

    private readonly TemporaryFolder _directory = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly FakeTimeProvider _time = new(TestPosts.Noon);
    private readonly FakeEmotionModel _model = new();
    private readonly PartsOptions _options = new() { WindowMs = 1_000, RetentionHours = 1 };
    private readonly EmbeddedDatabase _database;
    private readonly RocksPostStore _store;
    private readonly ModelRoute _route;
    private readonly PostEncoder _encoder;

    public PostAssemblyTests()
    {
        _database = EmbeddedDatabase.Open(_directory.Options);
        _store = new RocksPostStore(_database, new ErasureRegister(_database), _services.GetRequiredService<Serializer>());
        _route = new ModelRoute(_model);
        _encoder = new PostEncoder(_model, _route);
    }

    private static SocialPost Text => TestPosts.Words("p1", "some words").Expecting("text", "image");

    private static SocialPost Image => TestPosts.Picture("p1", "a picture").Expecting("text", "image");

    public void Dispose()
    {
        _database.Dispose();
        _services.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Parts_within_the_window_make_one_final_event_that_the_last_part_carries(bool textFirst) => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var first = post.AddAsync(textFirst ? Text : Image);
        Assert.False(first.IsCompleted);
        var last = post.AddAsync(textFirst ? Image : Text);

        var emotion = (await last).Event!;
        Assert.Equal(PostOutcome.Absorbed(emotion), await first);
        Assert.Equal((1, EmotionStatus.Final), (emotion.Revision, emotion.Status));
        Assert.Equal([Modality.Text, Modality.Image], emotion.Modalities);
    });

    [Fact]
    public Task The_order_of_parts_does_not_change_the_verdict() => Turns.RunAsync(async () =>
    {
        var forth = await ActivateAsync(new PostKey("u1", "forth"));
        _ = forth.AddAsync(Text);
        var imageLast = (await forth.AddAsync(Image)).Event!;
        var back = await ActivateAsync(new PostKey("u1", "back"));
        _ = back.AddAsync(Image);
        var textLast = (await back.AddAsync(Text)).Event!;

        Assert.Equal(imageLast.Probabilities, textLast.Probabilities);
        Assert.Equal(imageLast.Modalities, textLast.Modalities);
    });

    [Fact]
    public Task A_part_alone_is_provisional_after_the_window_and_the_rest_makes_it_final_at_once() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var first = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(first.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var provisional = (await first).Event!;
        var final = (await post.AddAsync(Image)).Event!;

        Assert.Equal((1, EmotionStatus.Provisional), (provisional.Revision, provisional.Status));
        Assert.Equal([Modality.Text], provisional.Modalities);
        Assert.Equal((2, EmotionStatus.Final), (final.Revision, final.Status));
        Assert.Equal([Modality.Text, Modality.Image], final.Modalities);
    });

    [Fact]
    public Task A_third_modality_is_one_more_part() => Turns.RunAsync(async () =>
    {
        var sound = new Modality("sound");
        _model.Info = _model.Info with { Modalities = [Modality.Text, Modality.Image, sound] };
        var post = await ActivateAsync();
        var provisional = post.AddAsync(TestPosts.Words("p1", "some words").Expecting("text", "image", "sound"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(EmotionStatus.Provisional, (await provisional).Event!.Status);
        var revised = (await post.AddAsync(Image)).Event!;
        Assert.Equal((2, EmotionStatus.Revised), (revised.Revision, revised.Status));
        Assert.Equal([Modality.Text, Modality.Image], revised.Modalities);
    });

    [Fact]
    public Task A_part_that_is_all_the_post_expects_does_not_wait() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();

        var only = (await post.AddAsync(TestPosts.Words("p1", "some words").Expecting("text"))).Event!;

        Assert.Equal(EmotionStatus.Final, only.Status);
    });

    [Fact]
    public Task A_modality_that_the_model_cannot_read_is_not_waited_for() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();

        var only = (await post.AddAsync(TestPosts.Words("p1", "some words").Expecting("text", "smell"))).Event!;

        Assert.Equal(EmotionStatus.Final, only.Status);
    });

    [Fact]
    public Task Repeated_parts_repeat_what_they_carried_to_the_byte_even_after_a_restart() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        var provisional = (await text).Event!;
        var final = (await post.AddAsync(Image)).Event!;

        _time.Advance(TimeSpan.FromMinutes(1));
        var revived = await ActivateAsync();

        Assert.Equal(Bytes(provisional), Bytes((await revived.AddAsync(Text)).Event!));
        Assert.Equal(Bytes(final), Bytes((await revived.AddAsync(Image)).Event!));
    });

    [Fact]
    public Task An_absorbed_part_stays_absorbed() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        _ = post.AddAsync(Text);
        var emotion = (await post.AddAsync(Image)).Event!;

        Assert.Equal(PostOutcome.Absorbed(emotion), await post.AddAsync(Text));
        Assert.Equal(Bytes(emotion), Bytes((await (await ActivateAsync()).AddAsync(Text)).AbsorbedIn!));
    });

    [Fact]
    public Task A_part_that_comes_again_while_the_first_waits_shares_its_outcome() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var first = post.AddAsync(Text);
        var again = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Bytes((await first).Event!), Bytes((await again).Event!));
        Assert.Single((await _store.ReadAsync(Key))!.Events);
    });

    [Fact]
    public Task A_part_that_waits_is_not_durable_and_may_come_again_to_another_activation() => Turns.RunAsync(async () =>
    {
        var lost = await ActivateAsync();
        _ = lost.AddAsync(Text);
        Assert.Null(await _store.ReadAsync(Key));

        var revived = await ActivateAsync();
        _ = revived.AddAsync(Text);
        var final = (await revived.AddAsync(Image)).Event!;

        Assert.Equal((1, EmotionStatus.Final), (final.Revision, final.Status));
    });

    [Fact]
    public Task A_picture_that_cannot_be_read_counts_as_not_having_come_and_its_repaired_form_completes_the_post() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();

        var both = post.AddAsync(TestPosts.Both("p1", "some words", "broken picture").Expecting("text", "image"));
        _time.Advance(TimeSpan.FromSeconds(1));
        var provisional = (await both).Event!;
        var final = (await post.AddAsync(Image)).Event!;

        Assert.Equal((EmotionStatus.Provisional, "image-broken"), (provisional.Status, provisional.Unread?["image"]));
        Assert.Equal(EmotionStatus.Final, final.Status);
        Assert.Equal([Modality.Text, Modality.Image], final.Modalities);
        Assert.Null(final.Unread);
    });

    [Fact]
    public Task A_broken_part_fails_alone_and_its_repaired_form_completes_the_post() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        var broken = await post.AddAsync(TestPosts.Picture("p1", "broken picture").Expecting("text", "image"));
        _time.Advance(TimeSpan.FromSeconds(1));
        var provisional = (await text).Event!;
        var final = (await post.AddAsync(Image)).Event!;

        Assert.Equal("image-broken", broken.Failure?.Type);
        Assert.Equal(EmotionStatus.Provisional, provisional.Status);
        Assert.Equal(EmotionStatus.Final, final.Status);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Different_content_for_a_modality_that_is_there_fails(bool published) => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var first = post.AddAsync(Text);
        if (published)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await first;
        }

        var other = await post.AddAsync(TestPosts.Words("p1", "other words").Expecting("text", "image"));

        Assert.Equal("part-conflict", other.Failure?.Type);
    });

    [Fact]
    public Task A_part_that_nobody_expected_after_the_final_event_fails() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        await post.AddAsync(TestPosts.Words("p1", "some words").Expecting("text"));

        var late = await post.AddAsync(Image);

        Assert.Equal("part-unexpected", late.Failure?.Type);
    });

    [Fact]
    public Task A_passing_fault_reaches_the_caller_and_leaves_nothing_behind() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        _model.BeforeClassifying = () => throw new TimeoutException();
        var text = post.AddAsync(Text);
        await Assert.ThrowsAsync<TimeoutException>(() => post.AddAsync(Image));
        await Assert.ThrowsAsync<TimeoutException>(() => text);
        Assert.Null(await _store.ReadAsync(Key));

        _model.BeforeClassifying = () => { };
        _ = post.AddAsync(Image);
        var final = (await post.AddAsync(Text)).Event!;

        Assert.Equal((1, EmotionStatus.Final), (final.Revision, final.Status));
    });

    [Fact]
    public Task A_window_that_a_fault_closed_does_not_cut_the_next_one_short() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        _model.BeforeClassifying = () => throw new TimeoutException();
        var first = post.AddAsync(Text);
        await Assert.ThrowsAsync<TimeoutException>(() => post.AddAsync(Image));
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        _model.BeforeClassifying = () => { };
        _time.Advance(TimeSpan.FromMilliseconds(900));

        var again = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromMilliseconds(900));
        await Task.Yield();
        Assert.False(again.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(EmotionStatus.Provisional, (await again).Event!.Status);
    });

    [Fact]
    public Task A_part_that_comes_while_an_event_is_made_is_in_the_next() => Turns.RunAsync(async () =>
    {
        var gate = new TaskCompletionSource();
        var classifier = new GatedClassifier(new FusionClassifier(_model), gate.Task);
        var post = await ActivateAsync(classifier: classifier);
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await classifier.Entered;
        var image = post.AddAsync(Image);
        gate.SetResult();

        Assert.Equal((1, EmotionStatus.Provisional), ((await text).Event!.Revision, (await text).Event!.Status));
        Assert.Equal((2, EmotionStatus.Final), ((await image).Event!.Revision, (await image).Event!.Status));
    });

    [Fact]
    public Task No_event_follows_a_final_one_even_where_a_part_came_while_it_was_made() => Turns.RunAsync(async () =>
    {
        var gate = new TaskCompletionSource();
        var classifier = new GatedClassifier(new FusionClassifier(_model), gate.Task);
        var post = await ActivateAsync(classifier: classifier);
        var text = post.AddAsync(TestPosts.Words("p1", "some words").Expecting("text"));
        await classifier.Entered;
        var image = post.AddAsync(Image);
        gate.SetResult();

        Assert.Equal(EmotionStatus.Final, (await text).Event!.Status);
        Assert.Equal("part-unexpected", (await image).Failure?.Type);
    });

    [Fact]
    public Task Different_content_is_refused_also_while_an_event_is_made() => Turns.RunAsync(async () =>
    {
        var gate = new TaskCompletionSource();
        var classifier = new GatedClassifier(new FusionClassifier(_model), gate.Task);
        var post = await ActivateAsync(classifier: classifier);
        _ = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await classifier.Entered;

        var other = await post.AddAsync(TestPosts.Words("p1", "other words").Expecting("text", "image"));
        gate.SetResult();

        Assert.Equal("part-conflict", other.Failure?.Type);
    });

    [Fact]
    public Task Earlier_parts_are_encoded_anew_where_the_model_has_changed() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await text;

        _model.Info = _model.Info with { Version = "v2" };
        var final = (await post.AddAsync(Image)).Event!;

        Assert.Equal("v2", final.Model.Version);
        Assert.Equal([Modality.Text, Modality.Image], final.Modalities);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_part_that_waits_while_the_model_changes_is_encoded_anew(bool changesAtTheLastMoment) => Turns.RunAsync(async () =>
    {
        var gate = new TaskCompletionSource();
        var classifier = new GatedClassifier(new FusionClassifier(_model), gate.Task);
        var post = await ActivateAsync(classifier: classifier);
        var text = post.AddAsync(Text);
        if (!changesAtTheLastMoment)
        {
            _model.Info = _model.Info with { Version = "v2" };
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await classifier.Entered;
        _model.Info = _model.Info with { Version = "v2" };
        gate.SetResult();

        var provisional = (await text).Event!;

        Assert.Equal(("v2", EmotionStatus.Provisional), (provisional.Model.Version, provisional.Status));
    });

    [Fact]
    public Task A_part_that_waits_while_a_model_takes_over_which_cannot_read_it_fails() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var image = post.AddAsync(Image);
        _model.Info = _model.Info with { Version = "v2", Modalities = [Modality.Text] };
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("no-modality", (await image).Failure?.Type);
        Assert.Equal(EmotionStatus.Final, (await post.AddAsync(Text)).Event!.Status);
    });

    [Fact]
    public Task Of_a_whole_only_what_several_parts_brought_is_encoded_anew() => Turns.RunAsync(async () =>
    {
        _model.Info = _model.Info with { Modalities = [Modality.Text, Modality.Image, FakeEmotionModel.Source] };
        var post = await ActivateAsync();
        var image = post.AddAsync(Image with { Source = "reddit" });
        var final = (await post.AddAsync(Text with { Source = "reddit" })).Event!;

        Assert.Equal(PostOutcome.Absorbed(final), await image);
        Assert.Equal([Modality.Text, Modality.Image, FakeEmotionModel.Source], final.Modalities);
        Assert.Equal(
            new Dictionary<Modality, int> { [Modality.Text] = 1, [Modality.Image] = 1, [FakeEmotionModel.Source] = 3 },
            _route.Calls.CountBy(call => call.Modality).ToDictionary());
    });

    [Fact]
    public Task A_part_whose_event_is_there_repeats_it_even_where_it_can_no_longer_be_read() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        _model.Info = _model.Info with { Version = "v2", Modalities = [Modality.Image] };

        Assert.Equal(Bytes((await text).Event!), Bytes((await post.AddAsync(Text)).Event!));
    });

    [Fact]
    public Task The_earliest_creation_time_of_the_parts_is_the_posts() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        _ = post.AddAsync(Text with { CreatedAt = TestPosts.Noon.AddMinutes(5) });

        Assert.Equal(TestPosts.Noon, (await post.AddAsync(Image)).Event!.CreatedAt);
    });

    [Fact]
    public Task A_final_post_keeps_neither_contents_nor_vectors() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await text;
        Assert.Single(await _store.ReadContentsAsync(Key));

        await post.AddAsync(Image);

        Assert.Empty(await _store.ReadContentsAsync(Key));
        Assert.All((await _store.ReadAsync(Key))!.Parts, part => Assert.Empty(part.Embeddings));
    });

    [Fact]
    public Task Expired_posts_are_forgotten_and_others_are_not() => Turns.RunAsync(async () =>
    {
        var other = new PostKey("u1", "p2");
        var text = (await ActivateAsync()).AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await text;
        _time.Advance(TimeSpan.FromMinutes(30));
        await (await ActivateAsync(other)).AddAsync(TestPosts.Words("p2", "words").Expecting("text"));
        await (await ActivateAsync()).AddAsync(Image);

        Assert.Equal((0, 0), await SweepAsync());
        _time.Advance(TimeSpan.FromMinutes(59));
        await (await ActivateAsync(other)).AddAsync(TestPosts.Words("p2", "words").Expecting("text"));
        Assert.Equal((0, 0), await SweepAsync());
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((2, 0), await SweepAsync());

        Assert.Null(await _store.ReadAsync(Key));
        Assert.Null(await _store.ReadAsync(other));
    });

    [Fact]
    public Task A_post_whose_parts_do_not_come_is_closed_as_final_with_what_is_there_then_refuses_parts_and_then_is_forgotten() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        var provisional = (await text).Event!;
        Assert.Null(await post.Assembly.CloseAsync());

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((0, 1), await SweepAsync());
        var closed = (await post.Assembly.CloseAsync())!;

        Assert.Equal((2, EmotionStatus.Final, provisional.Emotion), (closed.Revision, closed.Status, closed.Emotion));
        Assert.Equal(_time.GetUtcNow(), closed.ClassifiedAt);
        Assert.Empty(await _store.ReadContentsAsync(Key));

        // Until it is published every sweep finds it again, also after a crash, and it says the same.
        Assert.Equal((0, 1), await SweepAsync());
        var again = await ActivateAsync();
        Assert.Equal(JsonSerializer.Serialize(closed, EmotionJson.Default.EmotionEvent), JsonSerializer.Serialize((await again.Assembly.CloseAsync())!, EmotionJson.Default.EmotionEvent));

        await again.Assembly.ClosedAsync();
        Assert.Null(await again.Assembly.CloseAsync());
        Assert.Equal((0, 0), await SweepAsync());
        Assert.Equal("part-unexpected", (await again.AddAsync(Image)).Failure?.Type);
        Assert.Equal(1, (await again.AddAsync(Text)).Event?.Revision);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), await SweepAsync());
    });

    [Fact]
    public Task Many_posts_that_are_to_be_closed_keep_the_sweep_from_nothing() => Turns.RunAsync(async () =>
    {
        for (var i = 0; i < 1_100; i++)
        {
            var open = new PostKey("u1", $"open{i}");
            await _store.WriteAsync(open, new PostRecord { Events = [TestPosts.Event(open.PostId) with { Status = EmotionStatus.Provisional }], ExpiresAt = _time.GetUtcNow() }, new Dictionary<string, SocialPost>());
        }

        var over = new PostKey("u1", "over");
        await _store.WriteAsync(over, new PostRecord { Events = [TestPosts.Event(over.PostId)], ExpiresAt = _time.GetUtcNow().AddTicks(1) }, new Dictionary<string, SocialPost>());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((1, 1_100), await SweepAsync());
        Assert.Equal((0, 1_100), await SweepAsync());
    });

    [Fact]
    public Task A_part_that_is_older_than_timelines_keep_posts_is_refused_also_where_it_was_in_an_event_before() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await text;
        _time.Advance(TimeSpan.FromDays(30));

        Assert.Equal("post-expired", (await post.AddAsync(Text)).Failure?.Type);
        Assert.Equal("post-expired", (await post.AddAsync(Image)).Failure?.Type);
    });

    [Fact]
    public Task A_new_event_prolongs_a_posts_life() => Turns.RunAsync(async () =>
    {
        var post = await ActivateAsync();
        var text = post.AddAsync(Text);
        _time.Advance(TimeSpan.FromSeconds(1));
        await text;
        _time.Advance(TimeSpan.FromMinutes(50));
        await post.AddAsync(Image);
        _time.Advance(TimeSpan.FromMinutes(50));

        Assert.Equal((0, 0), await SweepAsync());
        Assert.NotNull(await _store.ReadAsync(Key));
    });

    private async Task<(int Removed, int ToClose)> SweepAsync() =>
        await _store.SweepAsync(_time.GetUtcNow()) is var (removed, toClose) ? (removed, toClose.Length) : default;

    private static string Bytes(EmotionEvent emotion) => JsonSerializer.Serialize(emotion, EmotionJson.Default.EmotionEvent);

    private async Task<PostInParts> ActivateAsync(PostKey? other = null, IFusionClassifier? classifier = null)
    {
        var key = other ?? Key;
        return new PostInParts(_encoder, new PostAssembly(
            key,
            await _store.ReadAsync(key) ?? PostRecord.Empty,
            _store,
            _encoder,
            new PostJudge(_encoder, classifier ?? new FusionClassifier(_model)),
            new TimelineRetention(_time, TimeSpan.FromDays(30)),
            _options,
            _time));
    }

    /// <summary>A post whose parts are encoded before they come to it.</summary>
    private sealed class PostInParts(PostEncoder encoder, PostAssembly assembly)
    {
        public PostAssembly Assembly => assembly;

        public async Task<PostOutcome> AddAsync(SocialPost part) =>
            await assembly.AddAsync(part, (await encoder.EncodeAsync([part], default))[0]);
    }
}
