using System.Collections.Immutable;
using System.Globalization;

namespace Moodstream.Inference.Options;

/// <summary>A device as it is named in the settings.</summary>
/// <param name="Kind">Kind of the device.</param>
/// <param name="Index">Number among its kind, from 0.</param>
internal readonly record struct DeviceName(DeviceKind Kind, int Index)
{
    /// <summary>Reads a list such as <c>cuda:0,cpu:1</c>; a kind without a number means number 0.</summary>
    /// <returns>False where the list is empty, names an unknown kind, or names a device twice.</returns>
    public static bool TryParseList(string list, out ImmutableArray<DeviceName> names)
    {
        var found = ImmutableArray.CreateBuilder<DeviceName>();
        foreach (var entry in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryParse(entry, out var name) || found.Contains(name))
            {
                names = [];
                return false;
            }

            found.Add(name);
        }

        names = found.ToImmutable();
        return true;
    }

    /// <summary>The id, such as <c>cuda:1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(Kind == DeviceKind.Cuda ? "cuda" : "cpu")}:{Index}");

    private static bool TryParse(string entry, out DeviceName name)
    {
        name = default;
        var parts = entry.Split(':');
        DeviceKind? kind = parts[0].ToLowerInvariant() switch { "cpu" => DeviceKind.Cpu, "cuda" => DeviceKind.Cuda, _ => null };
        var index = 0;
        if (kind is null || parts.Length > 2
            || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index))
            || index > 255)
        {
            return false;
        }

        name = new DeviceName(kind.Value, index);
        return true;
    }
}

/// <summary>Kinds of devices.</summary>
internal enum DeviceKind
{
    /// <summary>A share of the processor's cores.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
