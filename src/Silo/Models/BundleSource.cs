using Microsoft.Extensions.Options;
using Moodstream.Inference.Bundles;
using Moodstream.Inference.Models;
using Moodstream.Inference.Options;

namespace Moodstream.Silo.Models;

/// <summary>Loads models from the bundles of this silo.</summary>
/// <param name="library">The bundles.</param>
/// <param name="inference">Devices and batches.</param>
/// <param name="time">Clock.</param>
/// <param name="loggers">Where messages go.</param>
internal sealed class BundleSource(ModelLibrary library, IOptions<InferenceOptions> inference, TimeProvider time, ILoggerFactory loggers) : IModelSource
{
    /// <inheritdoc/>
    public Task<IEmotionModel> LoadAsync(string name, CancellationToken cancellationToken) =>
        ModelBundle.LoadAsync(library.FolderOf(name), inference.Value, loggers, time, cancellationToken);
}
