using Orleans.Placement;

namespace Moodstream.Grains;

/// <summary>Names the rule of <see cref="DevicePlacementFilterDirector"/>.</summary>
internal sealed class DevicePlacementFilter() : PlacementFilterStrategy(order: 0);
