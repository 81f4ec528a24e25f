using System.Runtime.InteropServices;

namespace Moodstream.Trainer.Features;

/// <summary>
/// Features on disk, so that a second run does no work in their network. The key is the hash of a content, such as a picture file; each
/// network and way of preprocessing has a folder of its own. Runs may share the cache at the same time: each writes files of its own, which
/// appear whole or not at all.
/// </summary>
internal sealed class FeatureCache : IDisposable
{
    private const int HashLength = 32;
    private const int RecordsAFile = 512;

    private readonly string _folder;
    private readonly int _width;
    private readonly Dictionary<string, float[]> _features = new(StringComparer.Ordinal);
    private readonly List<(byte[] Hash, float[] Features)> _unsaved = [];

    /// <summary>Opens the cache and reads what it holds.</summary>
    /// <param name="folder">Folder of all caches; made if it is not there.</param>
    /// <param name="network">Names the network and the preprocessing; fit for a folder's name.</param>
    /// <param name="width">Features of a content.</param>
    public FeatureCache(string folder, string network, int width)
    {
        _folder = Path.Combine(folder, network);
        _width = width;
        Directory.CreateDirectory(_folder);
        foreach (string file in Directory.EnumerateFiles(_folder, "*.features").Order(StringComparer.Ordinal))
        {
            Load(File.ReadAllBytes(file));
        }
    }

    /// <summary>Finds the features of a content.</summary>
    /// <param name="hash">Its SHA-256.</param>
    /// <returns>The features, or null.</returns>
    public float[]? Find(byte[] hash) => _features.GetValueOrDefault(Convert.ToHexStringLower(hash));

    /// <summary>Adds the features of a content.</summary>
    public void Add(byte[] hash, float[] features)
    {
        if (_features.TryAdd(Convert.ToHexStringLower(hash), features))
        {
            _unsaved.Add((hash, features));
            if (_unsaved.Count >= RecordsAFile)
            {
                Save();
            }
        }
    }

    /// <summary>Writes what is not on disk yet.</summary>
    public void Dispose() => Save();

    private void Save()
    {
        if (_unsaved.Count == 0)
        {
            return;
        }

        string name = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        using (var stream = File.Create(name + ".part"))
        {
            foreach (var (hash, features) in _unsaved)
            {
                stream.Write(hash);
                stream.Write(MemoryMarshal.AsBytes(features.AsSpan()));
            }
        }

        File.Move(name + ".part", name + ".features");
        _unsaved.Clear();
    }

    private void Load(byte[] file)
    {
        int record = HashLength + (_width * sizeof(float));
        for (int start = 0; start + record <= file.Length; start += record)
        {
            ReadOnlySpan<byte> bytes = file.AsSpan(start, record);
            float[] features = MemoryMarshal.Cast<byte, float>(bytes[HashLength..]).ToArray();
            _features[Convert.ToHexStringLower(bytes[..HashLength])] = features;
        }
    }
}
