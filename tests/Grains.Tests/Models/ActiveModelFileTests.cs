using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;

namespace Moodstream.Grains.Tests.Models;

public sealed class ActiveModelFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("moodstream-active-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_last_name_that_was_written_is_remembered()
    {
        Assert.Null(await File().ReadAsync(Token));

        await File().WriteAsync("first");
        await File().WriteAsync("mine");

        Assert.Equal("mine", await File().ReadAsync(Token));
    }

    [Fact]
    public async Task A_silo_without_a_timeline_store_remembers_nothing()
    {
        await File().WriteAsync("mine");
        var none = File(enabled: false);

        await none.WriteAsync("other");

        Assert.Null(await none.ReadAsync(Token));
        Assert.Equal("mine", await File().ReadAsync(Token));
    }

    [Theory]
    [InlineData(null, "active-model")]
    [InlineData("lost", "Models:Active name it")]
    public async Task A_bundle_that_is_gone_ends_the_start_with_what_named_it(string? setting, string reason)
    {
        await File().WriteAsync("gone");
        var models = new OptionsWrapper<ModelsOptions>(new ModelsOptions { Path = _folder.FullName, Active = setting });
        await using var served = new ServedModel(
            new BundleFolder(models, new OptionsWrapper<InferenceOptions>(new InferenceOptions { Devices = "cpu" }), TimeProvider.System, NullLoggerFactory.Instance).LoadAsync,
            models,
            File(),
            TimeProvider.System,
            NullLogger<ServedModel>.Instance);

        var error = await Assert.ThrowsAsync<ModelBundleException>(() => served.LoadAsync(Token));

        Assert.Contains(setting ?? "gone", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private ActiveModelFile File(bool enabled = true) =>
        new(new OptionsWrapper<TimelineOptions>(new TimelineOptions { Path = _folder.FullName, Enabled = enabled }));
}
