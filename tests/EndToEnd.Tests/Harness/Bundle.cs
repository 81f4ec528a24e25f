using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.TestKit;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>The model bundles that come with the repository.</summary>
internal static class Bundle
{
    public static void Require(string name = "default") =>
        Assert.SkipUnless(File.Exists(Path.Combine(Repository.Bundle(name), BundleManifest.FileName)), $"This checkout has no models/{name}.");

    public static Task<IEmotionModel> LoadAsync(CancellationToken cancellationToken) => LoadAsync("default", cancellationToken);

    public static Task<IEmotionModel> LoadAsync(string name, CancellationToken cancellationToken) =>
        ModelBundle.LoadAsync(Repository.Bundle(name), new InferenceOptions { Devices = "cpu" }, cancellationToken: cancellationToken);

    /// <summary>Copies a bundle and gives its labels other names, as if somebody had trained it on labels of their own.</summary>
    public static void Relabel(string name, string target, params string[] labels)
    {
        Copy(name, target);
        var file = Path.Combine(target, BundleManifest.FileName);
        var manifest = File.ReadAllText(file);
        var old = JsonNode.Parse(manifest)!;
        foreach (var (from, to) in old["labels"]!.AsArray().Select(label => label!.ToString()).Zip(labels))
        {
            manifest = manifest.Replace($"    \"{from}\"", $"    \"{to}\"", StringComparison.Ordinal);
        }

        var unversioned = manifest.Replace($"\"version\": \"{old["version"]}\"", "\"version\": \"\"", StringComparison.Ordinal);
        var version = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(unversioned.TrimEnd())))[..12];
        File.WriteAllText(file, unversioned.Replace("\"version\": \"\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));
    }

    /// <summary>Copies a bundle.</summary>
    public static void Copy(string name, string target)
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Bundle(name), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Repository.Bundle(name), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
