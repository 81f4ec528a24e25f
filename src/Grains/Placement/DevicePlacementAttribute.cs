using Orleans.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Places a grain with the key <c>silo/device</c> on the silo that owns the device.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class DevicePlacementAttribute() : PlacementFilterAttribute(new DevicePlacementFilter());
