using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Bundles;

/// <summary>
/// Bundles of which a file was changed, with hashes that match again, as a broken tool or an attacker leaves them: they load, or say why not in one line.
/// </summary>
[Trait("Category", "Network")]
public sealed class BundleFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("golden.json")]
    [InlineData("head.onnx")]
    [InlineData("text/projection.onnx")]
    [InlineData("text/vectors.bin")]
    public async Task Whatever_stands_in_a_file_the_bundle_loads_or_says_why_not(string path)
    {
        var manifest = BundleFormat.Parse(await WriteAsync(), _folder.Path);
        var original = await File.ReadAllBytesAsync(_folder.File(path), Token);
        var random = new Random(20261126);
        for (var i = 0; i < Fuzz.Rounds(25, 10_000); i++)
        {
            var mutant = Fuzz.Mutate(original, random);
            await File.WriteAllBytesAsync(_folder.File(path), mutant, Token);
            await LoadAsync(BundleFormat.Write(manifest with
            {
                Files = [.. manifest.Files.Select(file => file.Path == path ? file with { Sha256 = BundleFormat.Hash(mutant), Bytes = mutant.Length } : file)],
            }));
        }
    }

    [Fact]
    public async Task Whatever_stands_in_a_manifest_the_bundle_loads_or_says_why_not()
    {
        var original = await WriteAsync();
        var random = new Random(20261127);
        for (var i = 0; i < Fuzz.Rounds(100, 20_000); i++)
        {
            await LoadAsync(Fuzz.Mutate(original, random));
        }
    }

    private async Task<byte[]> WriteAsync()
    {
        await using var model = await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft(image: false), cancellationToken: Token);
        return await File.ReadAllBytesAsync(_folder.File(BundleManifest.FileName), Token);
    }

    private async Task LoadAsync(byte[] manifest)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            await File.WriteAllBytesAsync(_folder.File(BundleManifest.FileName), Versioned(manifest), Token);
            await using var model = await ModelBundle.LoadAsync(_folder.Path, TinyModel.Cpu, cancellationToken: patience.Token);
        }
        catch (ModelBundleException exception)
        {
            Assert.DoesNotContain('\n', exception.Message);
        }
    }

    /// <summary>Gives what can be read at all the version that it ought to have, or nothing else of it would be looked at.</summary>
    private byte[] Versioned(byte[] json)
    {
        try
        {
            var manifest = BundleFormat.Parse(json, _folder.Path);
            return BundleFormat.Write(manifest with { Version = BundleFormat.VersionOf(manifest) });
        }
        catch (ModelBundleException)
        {
            return json;
        }
    }
}
