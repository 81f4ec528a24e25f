using Orleans.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Names the rule of <see cref="DevicePlacementFilterDirector"/>.</summary>
internal sealed class DevicePlacementFilter() : PlacementFilterStrategy(order: 0);
