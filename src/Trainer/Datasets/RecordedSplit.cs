using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>
/// What a training used each post for where its data did not say: kept beside the bundle, so that an evaluation on the same data scores
/// no post that the bundle has learnt from. Posts are told by a hash of their text and their picture's file name.
/// </summary>
internal sealed class RecordedSplit
{
    private const string FileName = "split.json";

    private readonly Dictionary<ulong, Split> _splits = [];

    /// <summary>Number of different posts.</summary>
    public int Count => _splits.Count;

    /// <summary>Adds a post; one that stands in several splits counts as the first of train, dev and test that it is in.</summary>
    public void Add(string? text, string? picture, Split split)
    {
        ulong key = KeyOf(text, picture);
        _splits[key] = _splits.TryGetValue(key, out var before) && before < split ? before : split;
    }

    /// <summary>What the training used a post for; null where it did not see it.</summary>
    public Split? Of(string? text, string? picture) => _splits.TryGetValue(KeyOf(text, picture), out var split) ? split : null;

    /// <summary>Reads the record of a bundle.</summary>
    /// <param name="folder">The bundle's folder.</param>
    /// <returns>Null where it has none: its data said the split.</returns>
    /// <exception cref="TrainerException">The record is damaged.</exception>
    public static RecordedSplit? Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            RecordedSplit record = new();
            var hashes = JsonSerializer.Deserialize<Dictionary<Split, byte[]>>(File.ReadAllText(file), JsonSerializerOptions.Web)!;
            foreach (var (split, bytes) in hashes)
            {
                foreach (ulong key in MemoryMarshal.Cast<byte, ulong>(bytes))
                {
                    record._splits[key] = split;
                }
            }

            return record;
        }
        catch (JsonException exception)
        {
            throw new TrainerException($"{file} is damaged; without it nobody can tell which posts the bundle has learnt from. Train again.", exception);
        }
    }

    /// <summary>Writes the record, or takes away one of an earlier training.</summary>
    /// <param name="folder">The bundle's folder.</param>
    /// <param name="record">The record; null where the data said the split.</param>
    public static void Write(string folder, RecordedSplit? record)
    {
        string file = Path.Combine(folder, FileName);
        if (record is null)
        {
            File.Delete(file);
            return;
        }

        var hashes = record._splits
            .GroupBy(entry => entry.Value, entry => entry.Key)
            .ToDictionary(group => group.Key, group => MemoryMarshal.AsBytes<ulong>(group.Order().ToArray()).ToArray());
        Directory.CreateDirectory(folder);
        File.WriteAllText(file, JsonSerializer.Serialize(hashes, JsonSerializerOptions.Web) + "\n");
    }

    private static ulong KeyOf(string? text, string? picture) =>
        XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{text}\n{Path.GetFileName(picture)}"));
}
