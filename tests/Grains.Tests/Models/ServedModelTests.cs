using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Grains.Tests.Models;

public sealed class ServedModelTests : IAsyncDisposable
{
    private readonly FakeSource _source = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ServedModel _served;

    public ServedModelTests() => _served = new ServedModel(
        _source.LoadAsync,
        new OptionsWrapper<ModelsOptions>(new ModelsOptions { Active = "first" }),
        new ActiveModelFile(new OptionsWrapper<TimelineOptions>(new TimelineOptions { Enabled = false })),
        _time,
        NullLogger<ServedModel>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _served.DisposeAsync();

    [Fact]
    public async Task Work_that_has_begun_finishes_with_the_model_before_which_is_then_disposed_of()
    {
        await _served.LoadAsync(Token);
        var goOn = new TaskCompletionSource();
        var lease = _served.Lease();
        ((FakeEmotionModel)lease.Model).BeforeEncoding = _ => goOn.Task;
        var encoding = lease.Model.Encoder(Modality.Text).EncodeAsync([new PostContent { Text = "words" }], Token);

        await SwitchAsync("second");

        using (var next = _served.Lease())
        {
            Assert.Equal("second", next.Model.Info.Version);
        }

        Assert.False(_source["first"].IsDisposed);
        goOn.SetResult();
        Assert.Single(await encoding);
        Assert.False(_source["first"].IsDisposed);
        lease.Dispose();
        await _source["first"].Disposed;
        Assert.False(_source["second"].IsDisposed);
    }

    [Fact]
    public async Task A_bundle_whose_loading_never_ends_is_given_up_and_holds_up_no_other()
    {
        var never = new TaskCompletionSource<IEmotionModel>();
        await using var served = new ServedModel(
            (name, token) => name == "endless" ? never.Task : _source.LoadAsync(name, token),
            new OptionsWrapper<ModelsOptions>(new ModelsOptions { Active = "first", LoadSeconds = 5 }),
            new ActiveModelFile(new OptionsWrapper<TimelineOptions>(new TimelineOptions { Enabled = false })),
            _time,
            NullLogger<ServedModel>.Instance);
        await served.LoadAsync(Token);

        var endless = served.PrepareAsync("endless");
        var next = served.PrepareAsync("second");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Contains("Models:LoadSeconds", (await Assert.ThrowsAsync<ModelBundleException>(() => endless)).Message, StringComparison.Ordinal);
        Assert.Equal("second", (await next).Version);

        // What ends after all is not kept.
        var late = new FakeEmotionModel();
        never.SetResult(late);
        await late.Disposed;
    }

    [Fact]
    public async Task Models_that_were_replaced_are_gone_before_the_next_one_is_loaded()
    {
        await _served.LoadAsync(Token);
        var lease = _served.Lease();
        await SwitchAsync("second");

        var preparing = _served.PrepareAsync("third");
        Assert.Equal(["first", "second"], _source.Loaded);
        lease.Dispose();
        await preparing;

        Assert.True(_source["first"].IsDisposed);
        Assert.Equal(["first", "second", "third"], _source.Loaded);
    }

    [Fact]
    public async Task Where_work_with_a_replaced_model_does_not_end_no_other_one_is_loaded_and_the_silo_serves_on()
    {
        await _served.LoadAsync(Token);
        using var lease = _served.Lease();
        await SwitchAsync("second");

        var preparing = _served.PrepareAsync("third");
        _time.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<TimeoutException>(() => preparing);
        Assert.Equal("second", _served.Info.Version);
    }

    [Fact]
    public async Task A_prepared_model_that_was_never_activated_is_disposed_of_when_another_one_is_prepared()
    {
        await _served.LoadAsync(Token);

        await _served.PrepareAsync("second");
        await _served.PrepareAsync("third");

        await _source["second"].Disposed;
        Assert.False(await _served.ActivateAsync(new ModelReference("second", "second")));
        Assert.True(await _served.ActivateAsync(new ModelReference("third", "third")));
    }

    [Fact]
    public async Task Models_that_change_while_many_work_are_never_disposed_of_under_their_hands()
    {
        await _served.LoadAsync(Token);
        using var stop = new CancellationTokenSource();
        var working = Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var lease = _served.Lease();
                    Assert.False(((FakeEmotionModel)lease.Model).IsDisposed);
                }
            },
            Token)).ToArray();

        for (var i = 0; i < 20; i++)
        {
            await SwitchAsync($"model-{i}");
        }

        await stop.CancelAsync();
        await Task.WhenAll(working);
        await _served.DisposeAsync();
        Assert.All(_source.Loaded, name => Assert.True(_source[name].IsDisposed));
        Assert.Throws<ObjectDisposedException>(_served.Lease);
    }

    [Fact]
    public async Task A_copy_of_the_bundle_in_service_is_served_under_its_own_name()
    {
        await _served.LoadAsync(Token);

        await SwitchAsync("copy-of-first");

        Assert.Equal(("copy-of-first", "first"), (_served.Info.Name, _served.Info.Version));
        await _source["first"].Disposed;
    }

    private async Task SwitchAsync(string name)
    {
        var prepared = await _served.PrepareAsync(name);
        Assert.True(await _served.ActivateAsync(new ModelReference(prepared.Name, prepared.Version)));
    }

    private sealed class FakeSource
    {
        private readonly ConcurrentDictionary<string, FakeEmotionModel> _models = new(StringComparer.Ordinal);

        public ConcurrentQueue<string> Loaded { get; } = new();

        public FakeEmotionModel this[string name] => _models[name];

        public Task<IEmotionModel> LoadAsync(string name, CancellationToken cancellationToken)
        {
            Loaded.Enqueue(name);
            var model = new FakeEmotionModel().Named(name, version: name.Split('-', 2)[0] == "copy" ? "first" : name);
            _models[name] = model;
            return Task.FromResult<IEmotionModel>(model);
        }
    }
}
