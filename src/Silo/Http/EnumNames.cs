namespace Moodstream.Silo.Http;

/// <summary>Values of enumerations in requests, which are named: the platform's own parser takes numbers and lists for values too.</summary>
internal static class EnumNames
{
    /// <summary>The value of a name in any case; null where there is none.</summary>
    /// <typeparam name="T">The enumeration.</typeparam>
    /// <param name="name">The name.</param>
    public static T? Find<T>(string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (name.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
