using Orleans.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Places a grain on a silo that has the timeline store.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TimelinePlacementAttribute() : PlacementFilterAttribute(new TimelinePlacementFilter());
