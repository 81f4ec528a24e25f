namespace Moodstream.Grains.Storage;

/// <summary>Tells one start of the machine from another.</summary>
internal static class MachineStart
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";

    /// <summary>The id of this start; null on a system that does not tell.</summary>
    public static byte[]? Id() => File.Exists(BootId) ? File.ReadAllBytes(BootId) : null;
}
