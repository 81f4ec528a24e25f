namespace Moodstream.Grains.Interfaces.Classifying;

/// <summary>Names one inference device of the cluster: the silo that owns it, and the device there.</summary>
/// <param name="Silo">Name of the silo; contains no <c>/</c>.</param>
/// <param name="Device">Device in that silo, such as <c>cpu:0</c> or <c>cuda:1</c>.</param>
public readonly record struct DeviceKey(string Silo, string Device)
{
    /// <summary>Reads a grain key of the form <c>silo/device</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The device, where the key is one.</param>
    /// <returns>False where <paramref name="key"/> has another form.</returns>
    public static bool TryParse(string key, out DeviceKey value)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == key.Length - 1)
        {
            value = default;
            return false;
        }

        value = new DeviceKey(key[..slash], key[(slash + 1)..]);
        return true;
    }

    /// <summary>The grain key, <c>silo/device</c>.</summary>
    public override string ToString() => $"{Silo}/{Device}";
}
