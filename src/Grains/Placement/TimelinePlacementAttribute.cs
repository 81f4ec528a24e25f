using Orleans.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Places a grain on the silo that holds the timeline store.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TimelinePlacementAttribute() : PlacementFilterAttribute(new TimelinePlacementFilter());
