using Moodstream.Inference;

namespace Moodstream.EndToEnd.Tests;

/// <summary>The model bundle that comes with the repository.</summary>
internal static class Bundle
{
    public static void Require() =>
        Assert.SkipUnless(File.Exists(Path.Combine(Repository.Bundle, BundleManifest.FileName)), "This checkout has no models/default.");

    public static Task<IEmotionModel> LoadAsync(CancellationToken cancellationToken) =>
        ModelBundle.LoadAsync(Repository.Bundle, new InferenceOptions { Devices = "cpu" }, cancellationToken: cancellationToken);
}
