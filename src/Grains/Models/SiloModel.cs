using Moodstream.Abstractions.Models;
using Moodstream.Grains.Interfaces.Models;
using Moodstream.Grains.Placement;
using Moodstream.Inference.Models;

namespace Moodstream.Grains.Models;

/// <inheritdoc cref="ISiloModel"/>
[SiloPlacement]
internal sealed class SiloModel(ServedModel served) : Grain, ISiloModel
{
    /// <inheritdoc/>
    public async Task<PreparedModel> Prepare(string name)
    {
        try
        {
            var info = await served.PrepareAsync(name);
            return new PreparedModel(new ModelReference(info.Name, info.Version), null);
        }
        catch (Exception exception) when (exception is ModelBundleException or DeviceUnavailableException)
        {
            return new PreparedModel(null, exception.Message);
        }
    }

    /// <inheritdoc/>
    public Task<bool> Activate(ModelReference model) => served.ActivateAsync(model);

    /// <inheritdoc/>
    public Task<ServingModel> Serving() => Task.FromResult(new ServingModel(served.Serving, served.IsSettled));

    /// <inheritdoc/>
    public Task Settle()
    {
        served.Settle();
        return Task.CompletedTask;
    }
}
