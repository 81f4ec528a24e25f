using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Bundles;

[Trait("Category", "Network")]
public sealed class ModelBundleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_written_bundle_loads_and_tells_what_it_is()
    {
        await using var written = await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft(), cancellationToken: Token);
        await using var loaded = await ModelBundle.LoadAsync(_folder.Path, TinyModel.Cpu, cancellationToken: Token);
        var manifest = await ModelBundle.ReadManifestAsync(_folder.Path, Token);

        Assert.Equal("tiny", manifest.Name);
        Assert.Equal(Path.GetFileName(_folder.Path), loaded.Info.Name);
        Assert.Equal([Modality.Text, Modality.Image], loaded.Info.Modalities);
        Assert.Equal(TinyModel.Labels, loaded.Info.Labels);
        Assert.Equal(TinyModel.Dimension, loaded.Info.Dimension);
        Assert.Equal(written.Info.Version, loaded.Info.Version);
        Assert.Equal(12, loaded.Info.Version.Length);
        Assert.Equal([new InferenceDevice("cpu:0", "CPUExecutionProvider")], loaded.Devices);
        Assert.Equal(["resnet18", "resnet18-preprocess"], manifest.Externals.Select(external => external.Name));
        Assert.Contains("golden.json", manifest.Files.Select(file => file.Path));
    }

    /// <summary>The version hashes the examples: another order would be another version of the same model.</summary>
    [Fact]
    public async Task Examples_are_written_in_the_models_order_of_modalities()
    {
        await using var written = await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft(), cancellationToken: Token);
        var examples = JsonNode.Parse(await File.ReadAllTextAsync(_folder.File("golden.json"), Token))!["examples"]!.AsArray();

        Assert.Contains(examples, example => example!["opinions"]!.AsObject().Count == 2);
        Assert.All(examples, example => Assert.Equal(
            written.Info.Modalities.Select(modality => modality.Name).Where(example!["opinions"]!.AsObject().ContainsKey),
            example["opinions"]!.AsObject().Select(opinion => opinion.Key)));
    }

    [Fact]
    public async Task A_copy_of_a_bundle_answers_the_same()
    {
        await using var original = await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft(), cancellationToken: Token);
        using var copy = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories))
        {
            var target = copy.File(Path.GetRelativePath(_folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await using var loaded = await ModelBundle.LoadAsync(copy.Path, TinyModel.Cpu, cancellationToken: Token);
        PostContent[] contents = [new() { Text = "a bad day", Image = Pictures.Sample("rocket.jpg") }];

        var expected = Assert.Single(await original.PredictAsync(contents, cancellationToken: Token)).Verdict!;
        var actual = Assert.Single(await loaded.PredictAsync(contents, cancellationToken: Token)).Verdict!;
        Assert.Equal(Path.GetFileName(copy.Path), loaded.Info.Name);
        Assert.Equal(original.Info.Version, loaded.Info.Version);
        Assert.Equal(expected.Fused, actual.Fused);
        Assert.Equal(new ModelReference(loaded.Info.Name, loaded.Info.Version), actual.Model);
        Assert.Equal(1, actual.Fused.Values.Sum(), 1e-5f);
    }

    [Fact]
    public async Task The_version_changes_with_anything_that_can_change_an_answer()
    {
        var draft = TinyModel.Draft(image: false);
        BundleDraft[] variants =
        [
            draft,
            draft with { Temperature = 2 },
            draft with { Pooling = "sum" },
            draft with { Labels = ["joy", "anger", "sadness"] },
            draft with { Files = new Dictionary<string, byte[]>(draft.Files) { ["text/projection.onnx"] = TinyModel.Projection(6, 99) } },
        ];
        var versions = new List<string>();
        foreach (var variant in variants)
        {
            await using var model = await BundleWriter.WriteAsync(_folder.Path, variant, cancellationToken: Token);
            versions.Add(model.Info.Version);
        }

        await using var again = await BundleWriter.WriteAsync(_folder.Path, draft, cancellationToken: Token);

        Assert.Equal(variants.Length, versions.Distinct().Count());
        Assert.Equal(versions[0], again.Info.Version);
    }

    [Fact]
    public async Task What_is_missing_is_named()
    {
        Assert.Contains("nowhere is not there", await LoadingErrorAsync(_folder.File("nowhere")), StringComparison.Ordinal);
        Assert.Contains("it has no bundle.json", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);

        await WriteAsync();
        File.Delete(_folder.File("text/vectors.bin"));
        Assert.Contains("lacks its file 'text/vectors.bin'", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("head.onnx")]
    [InlineData("text/vectors.bin")]
    [InlineData("golden.json")]
    public async Task A_changed_file_is_refused(string file)
    {
        await WriteAsync();
        var bytes = await File.ReadAllBytesAsync(_folder.File(file), Token);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(_folder.File(file), bytes, Token);

        Assert.Contains($"'{file}'", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_manifest_is_refused()
    {
        await WriteAsync();
        await EditManifestAsync(manifest => manifest["temperature"] = 3.0, sign: false);

        Assert.Contains("was changed after it was written", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("format", "2", "its format is 2, and this build reads format 1")]
    [InlineData("name", "\"No Name\"", "'name' must be")]
    [InlineData("pooling", "\"median\"", "'pooling' must be")]
    [InlineData("temperature", "0", "'temperature' must be")]
    [InlineData("goldenTolerance", "0.06", "'goldenTolerance' must be 0 to 0.05")]
    [InlineData("goldenTolerance", "-1", "'goldenTolerance' must be 0 to 0.05")]
    [InlineData("labels", "[\"joy\",\"joy\"]", "'labels' must be")]
    [InlineData("dimension", "0", "'dimension' must be")]
    [InlineData("modalities", "[]", "'modalities' must be")]
    [InlineData("files", "[{\"path\":\"../secret\",\"sha256\":\"\",\"bytes\":1}]", "must be relative")]
    [InlineData("labels", "7", "is no manifest of a model bundle")]
    public async Task A_manifest_that_contradicts_itself_is_refused(string property, string value, string message)
    {
        await WriteAsync();
        await EditManifestAsync(manifest => manifest[property] = JsonNode.Parse(value), sign: false);

        Assert.Contains(message, await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_that_does_not_reproduce_its_examples_is_refused()
    {
        await WriteAsync();
        await EditManifestAsync(manifest => manifest["temperature"] = 1.6, sign: true);

        Assert.Contains("does not reproduce its golden example 1 on cpu:0", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_says_how_far_it_may_be_from_its_examples()
    {
        await WriteAsync();
        await EditManifestAsync(manifest => manifest["temperature"] = 1.51, sign: true);
        Assert.Contains("0.0001 is allowed", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);

        await EditManifestAsync(manifest => manifest["goldenTolerance"] = 0.02, sign: true);

        await using var model = await ModelBundle.LoadAsync(_folder.Path, TinyModel.Cpu, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(TinyModel.Dimension, model.Info.Dimension);
    }

    [Fact]
    public async Task An_encoder_that_this_build_lacks_is_named_with_those_that_it_has()
    {
        await WriteAsync();
        await EditManifestAsync(manifest => manifest["modalities"]![0]!["encoder"] = "sentences", sign: true);

        Assert.Contains("an encoder 'sentences' for modality 'text'; this build has adaptive, resnet18, ", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_trained_with_another_network_is_refused()
    {
        await using (await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft(), cancellationToken: Token))
        {
        }

        await EditManifestAsync(manifest => manifest["externals"]![0]!["sha256"] = new string('0', 64), sign: true);

        Assert.Contains("another 'resnet18' network", await LoadingErrorAsync(_folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_network_of_other_shapes_is_refused()
    {
        var draft = TinyModel.Draft(image: false);
        draft = draft with { Files = new Dictionary<string, byte[]>(draft.Files) { ["text/projection.onnx"] = TinyModel.Projection(7, 1) } };

        var exception = await Assert.ThrowsAsync<ModelBundleException>(() => BundleWriter.WriteAsync(_folder.Path, draft, cancellationToken: Token));

        Assert.Contains("from 'features' [N, 6] to 'vector' [N, 4]", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_needs_a_golden_content_for_each_modality_that_can_be_encoded()
    {
        var draft = TinyModel.Draft();

        var missing = await Assert.ThrowsAsync<ArgumentException>(
            () => BundleWriter.WriteAsync(_folder.Path, draft with { Golden = [new() { Text = "good" }] }, cancellationToken: Token));
        var broken = await Assert.ThrowsAsync<ArgumentException>(
            () => BundleWriter.WriteAsync(_folder.Path, draft with { Golden = [new() { Image = Pictures.Jpeg().AsMemory(0, 99) }] }, cancellationToken: Token));

        Assert.Contains("No golden content brings the modality 'image'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Golden content 0 cannot be encoded", broken.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("../head.onnx")]
    [InlineData("/head.onnx")]
    [InlineData("C:\\head.onnx")]
    [InlineData("bundle.json")]
    public async Task A_draft_cannot_write_outside_its_folder_or_over_its_own_manifest(string path)
    {
        var draft = TinyModel.Draft(image: false);
        draft = draft with { Files = new Dictionary<string, byte[]>(draft.Files) { [path] = [1] } };

        await Assert.ThrowsAsync<ArgumentException>(() => BundleWriter.WriteAsync(_folder.Path, draft, cancellationToken: Token));
    }

    [Fact]
    public async Task Writing_leaves_other_files_of_the_folder_alone()
    {
        await File.WriteAllTextAsync(_folder.File("run.json"), "{}", Token);

        await WriteAsync();
        await WriteAsync();

        Assert.True(File.Exists(_folder.File("run.json")));
    }

    [Fact]
    public async Task Whatever_stands_in_a_file_of_a_bundle_loading_says_so_in_one_line()
    {
        await WriteAsync();
        var manifest = await ModelBundle.ReadManifestAsync(_folder.Path, Token);
        var random = new Random(20260204);
        byte[][] oddities = ["null"u8.ToArray(), "{}"u8.ToArray(), """{"examples":[null]}"""u8.ToArray(), """{"examples":[{"fused":null,"opinions":{}}]}"""u8.ToArray(), []];
        foreach (var file in manifest.Files)
        {
            var original = await File.ReadAllBytesAsync(_folder.File(file.Path), Token);
            for (var i = 0; i < 12; i++)
            {
                var odd = i < oddities.Length ? oddities[i] : [.. original[..random.Next(original.Length)], .. new byte[random.Next(40)]];
                await ReplaceFileAsync(file.Path, odd);
                await LoadingErrorAsync(_folder.Path);
            }

            await ReplaceFileAsync(file.Path, original);
        }
    }

    [Fact]
    public async Task A_network_that_never_ends_is_given_up()
    {
        await WriteAsync();
        await ReplaceFileAsync("head.onnx", EndlessNetwork.Of(await File.ReadAllBytesAsync(_folder.File("head.onnx"), Token)));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var loading = Task.Run(() => ModelBundle.LoadAsync(_folder.Path, TinyModel.Cpu, cancellationToken: patience.Token), Token);
        Assert.NotSame(loading, await Task.WhenAny(loading, Task.Delay(TimeSpan.FromSeconds(1), Token)));
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loading);
    }

    [Fact]
    public async Task Where_a_key_is_asked_for_only_bundles_that_it_signed_are_loaded()
    {
        await WriteAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = _folder.File("public.pem");
        await File.WriteAllTextAsync(publicKey, key.ExportSubjectPublicKeyInfoPem(), Token);
        Task<IEmotionModel> LoadAsync() => ModelBundle.LoadAsync(_folder.Path, TinyModel.Cpu, publicKey: publicKey, cancellationToken: Token);

        var missing = await Assert.ThrowsAsync<ModelBundleException>(LoadAsync);
        await SignAsync(key);
        await using (await LoadAsync())
        {
        }

        await EditManifestAsync(manifest => manifest["temperature"] = 2, sign: true);
        var changed = await Assert.ThrowsAsync<ModelBundleException>(LoadAsync);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await SignAsync(other);
        var stranger = await Assert.ThrowsAsync<ModelBundleException>(LoadAsync);

        Assert.Contains("has no signature", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is not by the key", changed.Message, StringComparison.Ordinal);
        Assert.Contains("is not by the key", stranger.Message, StringComparison.Ordinal);
    }

    private async Task SignAsync(ECDsa key) => await File.WriteAllBytesAsync(
        _folder.File("bundle.json.sig"),
        key.SignData(await File.ReadAllBytesAsync(_folder.File(BundleManifest.FileName), Token), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
        Token);

    private async Task ReplaceFileAsync(string path, byte[] content)
    {
        await File.WriteAllBytesAsync(_folder.File(path), content, Token);
        await EditManifestAsync(
            manifest =>
            {
                var file = manifest["files"]!.AsArray().Single(file => (string?)file!["path"] == path)!;
                (file["sha256"], file["bytes"]) = (BundleFormat.Hash(content), content.Length);
            },
            sign: true);
    }

    private async Task WriteAsync()
    {
        await using var model = await BundleWriter.WriteAsync(_folder.Path, TinyModel.Draft(image: false), cancellationToken: Token);
    }

    private async Task EditManifestAsync(Action<JsonNode> edit, bool sign)
    {
        var path = _folder.File(BundleManifest.FileName);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(path, Token))!;
        edit(json);
        if (sign)
        {
            var manifest = BundleFormat.Parse(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), path);
            json["version"] = BundleFormat.VersionOf(manifest);
        }

        await File.WriteAllTextAsync(path, json.ToJsonString(), Token);
    }

    private static async Task<string> LoadingErrorAsync(string directory)
    {
        var exception = await Assert.ThrowsAsync<ModelBundleException>(() => ModelBundle.LoadAsync(directory, TinyModel.Cpu, cancellationToken: Token));
        Assert.DoesNotContain('\n', exception.Message);
        return exception.Message;
    }
}
