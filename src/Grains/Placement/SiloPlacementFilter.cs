using Orleans.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Names the rule of <see cref="SiloPlacementFilterDirector"/>.</summary>
internal sealed class SiloPlacementFilter() : PlacementFilterStrategy(order: 0);
