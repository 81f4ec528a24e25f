using System.Collections.Immutable;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Moodstream.Grains.Placement;

/// <summary>What a silo announces to the others, as silo metadata.</summary>
/// <param name="Silo">Its name; empty where the silo announces nothing (yet).</param>
/// <param name="Devices">The devices that it owns.</param>
/// <param name="Store">The timeline store that it has: <see cref="EmbeddedStore"/>, or what tells a shared one from others; null for none.</param>
internal sealed record SiloAnnouncement(string Silo, ImmutableArray<string> Devices, string? Store)
{
    private const string SiloKey = "moodstream.silo";
    private const string DevicesKey = "moodstream.devices";
    private const string TimelineKey = "moodstream.timeline";

    /// <summary>The store of one silo alone.</summary>
    public const string EmbeddedStore = "embedded";

    /// <summary>Whether it has a timeline store.</summary>
    public bool HasTimelines => Store is not null;

    /// <summary>Whether other silos may have the same store.</summary>
    public bool IsShared => Store is not (null or EmbeddedStore);

    /// <summary>Reads an announcement.</summary>
    /// <param name="metadata">A silo's metadata.</param>
    public static SiloAnnouncement Read(SiloMetadata metadata) => new(
        metadata.Metadata.GetValueOrDefault(SiloKey, string.Empty),
        [.. metadata.Metadata.GetValueOrDefault(DevicesKey, string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries)],
        metadata.Metadata.GetValueOrDefault(TimelineKey));

    /// <summary>Writes the announcement.</summary>
    /// <param name="metadata">Where to write it.</param>
    /// <exception cref="InvalidOperationException">The silo's name cannot stand in the key of a device.</exception>
    public void WriteTo(IDictionary<string, string> metadata)
    {
        if (Silo.Contains('/', StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The silo's name '{Silo}' contains '/', which parts silo and device in grain keys; choose another.");
        }

        metadata[SiloKey] = Silo;
        metadata[DevicesKey] = string.Join(',', Devices);
        if (Store is not null)
        {
            metadata[TimelineKey] = Store;
        }
    }
}
