using Orleans.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Names the rule of <see cref="TimelinePlacementFilterDirector"/>.</summary>
internal sealed class TimelinePlacementFilter() : PlacementFilterStrategy(order: 0);
