using Moodstream.Inference.Bundles;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;

namespace Moodstream.EndToEnd.Tests.Harness;

/// <summary>The model bundles that come with the repository.</summary>
internal static class Bundle
{
    public static void Require(string name = "default") =>
        Assert.SkipUnless(File.Exists(Path.Combine(Folder(name), BundleManifest.FileName)), $"This checkout has no models/{name}.");

    public static Task<IEmotionModel> LoadAsync(CancellationToken cancellationToken) => LoadAsync("default", cancellationToken);

    public static Task<IEmotionModel> LoadAsync(string name, CancellationToken cancellationToken) =>
        ModelBundle.LoadAsync(Folder(name), new InferenceOptions { Devices = "cpu" }, cancellationToken: cancellationToken);

    private static string Folder(string name) => Path.Combine(Repository.Root, "models", name);
}
