using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Evaluation;

/// <summary>Loads bundles as serving does.</summary>
internal static class BundleLoading
{
    /// <summary>Loads and verifies a bundle.</summary>
    /// <exception cref="TrainerException">The bundle or the device cannot be used.</exception>
    public static async Task<IEmotionModel> LoadAsync(string folder, string devices, CancellationToken cancellationToken)
    {
        try
        {
            return await ModelBundle.LoadAsync(folder, new InferenceOptions { Devices = devices }, cancellationToken: cancellationToken);
        }
        catch (Exception exception) when (exception is ModelBundleException or DeviceUnavailableException)
        {
            throw new TrainerException(exception.Message, exception);
        }
    }
}
