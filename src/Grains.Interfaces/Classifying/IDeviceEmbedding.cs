using Moodstream.Abstractions.Models;

namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>
/// Encodes contents into the common space on one device. Its key is <c>silo/device</c> (<see cref="DeviceKey"/>), and
/// placement pins it to the silo that owns the device.
/// </summary>
[Alias("moodstream.IDeviceEmbedding")]
public interface IDeviceEmbedding : IGrainWithStringKey
{
    /// <summary>Encodes a batch; calls that overlap share micro-batches on the device.</summary>
    /// <param name="call">The contents, and how long they may take.</param>
    /// <param name="cancellationToken">The caller gave up: what has not been computed is dropped.</param>
    /// <returns>The embeddings, and the credit of the sender from now on.</returns>
    /// <remarks>The response time-out lies above every <see cref="EmbedCall.Within"/>: it is for silos that no longer answer at all.</remarks>
    /// <exception cref="ModelVersionException">The silo serves another model, which does not read the modality.</exception>
    /// <exception cref="TimeoutException"><see cref="EmbedCall.Within"/> has passed.</exception>
    [Alias("Embed"), ResponseTimeout("00:00:30")]
    Task<EmbedAnswer> Embed([Immutable] EmbedCall call, CancellationToken cancellationToken = default);
}
