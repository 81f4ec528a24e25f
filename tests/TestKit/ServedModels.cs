using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moodstream.Grains.Models;
using Moodstream.Grains.Options;
using Moodstream.Inference.Models;

namespace Moodstream.TestKit;

/// <summary>Makes served models of models that come from no folder.</summary>
public static class ServedModels
{
    /// <summary>Serves a model, and changes to others by their names.</summary>
    /// <param name="model">The model to begin with.</param>
    /// <param name="bundle">Makes the model of another name; null for none of that name.</param>
    public static async Task<ServedModel> LoadAsync(IEmotionModel model, Func<string, IEmotionModel?>? bundle = null)
    {
        var served = new ServedModel(
            (name, _) => Task.FromResult(name == model.Info.Name ? model : bundle?.Invoke(name) ?? throw new ModelBundleException($"There is no bundle '{name}'.")),
            Options.Create(new ModelsOptions { Active = model.Info.Name }),
            new ActiveModelFile(Options.Create(new TimelineOptions { Enabled = false })),
            TimeProvider.System,
            NullLogger<ServedModel>.Instance);
        await served.LoadAsync();
        return served;
    }
}
