using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Moodstream.Silo.Security;

/// <summary>
/// Keys of programs: 256 random bits, so that a plain hash of one tells nothing about it. They begin alike, so that scanners for leaked secrets
/// can find them.
/// </summary>
internal static class ApiKey
{
    /// <summary>How every key begins.</summary>
    public const string Prefix = "mood_";

    private const int Bytes = 32;

    /// <summary>Makes a key.</summary>
    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The hash of a key, as the settings hold it.</summary>
    /// <param name="key">The key.</param>
    public static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Whether two hashes are the same, in a time that does not depend on where they differ.</summary>
    /// <param name="one">A hash in hexadecimal digits.</param>
    /// <param name="other">Another.</param>
    public static bool AreSame(string one, string other) =>
        CryptographicOperations.FixedTimeEquals(Convert.FromHexString(one), Convert.FromHexString(other));
}
