using System.Runtime.Versioning;
using Moodstream.Inference.Bundles;
using Moodstream.TestKit;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Export;

namespace Moodstream.Trainer.Tests.Export;

[Trait("Category", "Unit")]
public sealed class BundleFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Bundle => _folder.File("mine");

    [Fact]
    public async Task What_is_no_part_of_the_old_bundle_stays_beside_the_new_one()
    {
        var old = await WriteOldAsync();
        _folder.Write("mine/MODEL_CARD.md", "mine");
        _folder.Write("mine/checkpoints/one", "state");
        _folder.Write("mine/golden/mine.txt", "mine");
        _folder.Write("mine/quantize.json", "{}");
        _folder.Write("mine/split.json", "{}");

        await ReplaceAsync();

        Assert.NotEqual(old, await VersionAsync(Bundle));
        Assert.False(File.Exists(Path.Combine(Bundle, "image", "projection.onnx")));
        Assert.True(File.Exists(Path.Combine(Bundle, "MODEL_CARD.md")));
        Assert.True(File.Exists(Path.Combine(Bundle, "checkpoints", "one")));
        Assert.True(File.Exists(Path.Combine(Bundle, "golden", "mine.txt")));
        Assert.False(File.Exists(Path.Combine(Bundle, "quantize.json")));
        Assert.False(File.Exists(Path.Combine(Bundle, "split.json")));
        Assert.Equal([Bundle], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_ends_while_a_bundle_is_written_leaves_what_was_there(bool isThere)
    {
        var old = isThere ? await WriteOldAsync() : "";
        using CancellationTokenSource stop = new();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BundleFolder(Bundle).ReplaceAsync(async part =>
        {
            await WriteNewAsync(part);
            await stop.CancelAsync();
            stop.Token.ThrowIfCancellationRequested();
        }));

        Assert.Equal(isThere ? [Bundle] : [], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(old, isThere ? await VersionAsync(Bundle) : "");
    }

    [Fact]
    public async Task What_a_killed_command_left_is_tidied_up_and_the_old_bundle_comes_back_where_no_new_one_came()
    {
        var old = await WriteOldAsync();
        Directory.Move(Bundle, _folder.File(".mine.old-bundle"));
        _folder.Write(".mine.new-bundle/head.onnx", "half");
        using (BundleFolder folder = new(Bundle))
        {
            Assert.True(folder.HasBundle);
            await folder.PrepareAsync();
        }

        Assert.Equal([Bundle], Directory.GetFileSystemEntries(_folder.Path));
        Assert.Equal(old, await VersionAsync(Bundle));
    }

    [Fact]
    public async Task What_a_killed_command_had_not_brought_over_yet_is_brought_over_later()
    {
        await WriteOldAsync();
        _folder.Write("mine/MODEL_CARD.md", "mine");
        Directory.Move(Bundle, _folder.File(".mine.old-bundle"));
        await WriteNewAsync(Bundle);

        using (BundleFolder folder = new(Bundle))
        {
            await folder.PrepareAsync();
        }

        Assert.True(File.Exists(Path.Combine(Bundle, "MODEL_CARD.md")));
        Assert.False(File.Exists(Path.Combine(Bundle, "image", "projection.onnx")));
        Assert.Equal([Bundle], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_link_to_a_folder_stays_one()
    {
        await WriteOldAsync();
        var link = _folder.File("link");
        File.CreateSymbolicLink(link, Bundle);
        using BundleFolder folder = new(link);

        await folder.PrepareAsync();
        await folder.ReplaceAsync(WriteNewAsync);

        Assert.Equal(Bundle, new DirectoryInfo(link).LinkTarget);
        Assert.Equal(await VersionAsync(Bundle), await VersionAsync(link));
        Assert.False(File.Exists(Path.Combine(Bundle, "image", "projection.onnx")));
    }

    [Fact]
    public async Task Of_a_folder_without_a_bundle_nothing_is_lost()
    {
        _folder.Write("mine/join.json", "mine");
        Directory.CreateDirectory(_folder.File("mine/empty"));

        await ReplaceAsync();

        Assert.StartsWith("mine", await File.ReadAllTextAsync(Path.Combine(Bundle, "join.json"), Token), StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Bundle, "empty")));
        Assert.True(File.Exists(Path.Combine(Bundle, "bundle.json")));
    }

    [Fact]
    public async Task A_second_command_is_refused_while_a_first_one_makes_its_bundle()
    {
        using BundleFolder first = new(Bundle);
        await first.PrepareAsync();
        using BundleFolder second = new(Bundle);

        Assert.Contains("another command", (await Assert.ThrowsAsync<TrainerException>(second.PrepareAsync)).Message, StringComparison.Ordinal);
        await first.ReplaceAsync(WriteNewAsync);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public async Task A_folder_that_others_cannot_read_stays_so()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Folders have other rights there.");
        const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        await WriteOldAsync();
        File.SetUnixFileMode(Bundle, OwnersAlone);

        await ReplaceAsync();

        Assert.Equal(OwnersAlone, File.GetUnixFileMode(Bundle));
    }

    [Fact]
    public async Task A_folder_that_cannot_give_its_place_is_refused()
    {
        Assert.Contains("where a disk begins", (await Assert.ThrowsAsync<TrainerException>(() => new BundleFolder("/").PrepareAsync())).Message, StringComparison.Ordinal);
        Assert.Contains("the command runs in", (await Assert.ThrowsAsync<TrainerException>(() => new BundleFolder(".").PrepareAsync())).Message, StringComparison.Ordinal);
    }

    private static async Task<string> VersionAsync(string bundle)
    {
        // All files and their hashes, too.
        await ModelBundle.ReadDraftAsync(bundle, Token);
        return (await ModelBundle.ReadManifestAsync(bundle, Token)).Version;
    }

    private static async Task WriteNewAsync(string folder) =>
        await (await BundleWriter.WriteAsync(folder, TinyModel.Draft(image: false), TinyModel.Cpu, cancellationToken: Token)).DisposeAsync();

    private async Task<string> WriteOldAsync()
    {
        await (await BundleWriter.WriteAsync(Bundle, TinyModel.Draft(), TinyModel.Cpu, cancellationToken: Token)).DisposeAsync();
        return await VersionAsync(Bundle);
    }

    private async Task ReplaceAsync()
    {
        using BundleFolder folder = new(Bundle);
        await folder.PrepareAsync();
        await folder.ReplaceAsync(WriteNewAsync);
    }
}
