using Orleans.Placement;

namespace Moodstream.Grains.Placement;

/// <summary>Places a grain on the silo whose name is the grain's key.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloPlacementAttribute() : PlacementFilterAttribute(new SiloPlacementFilter());
