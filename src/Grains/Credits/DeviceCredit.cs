using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Credits;

/// <summary>How this silo stands with a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Modality">What is encoded there.</param>
/// <param name="Limit">Contents that this silo may have outstanding, at least 1.</param>
/// <param name="Outstanding">Contents that it has outstanding.</param>
/// <param name="StandsBack">Whether the device failed a moment ago.</param>
public sealed record DeviceCredit(DeviceKey Device, Modality Modality, int Limit, int Outstanding, bool StandsBack);
