using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Moodstream.Inference.Reading;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Datasets;

/// <summary>
/// What a training used posts for: kept beside the bundle, so that an evaluation scores no post unsaid that the bundle has learnt from. Posts are
/// told by a hash of their text as it is read, so that an apostrophe of another kind hides none, and their picture.
/// </summary>
/// <remarks>
/// Five bytes of a hash take a post for one of 50,000 others once in twenty million times, and make a record of a few hundred kilobytes. Records without
/// <c>format</c> tell posts by eight bytes of the text as it is written and the name of the picture's file.
/// </remarks>
internal sealed class RecordedSplit
{
    private const string FileName = "split.json";
    private const int ByReading = 2;

    private readonly int? _format;
    private readonly Dictionary<ulong, Split> _splits = [];

    /// <summary>Makes an empty record.</summary>
    public RecordedSplit()
        : this(ByReading)
    {
    }

    private RecordedSplit(int? format) => _format = format;

    private int KeyBytes => _format is null ? sizeof(ulong) : 5;

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
    /// <returns>Null where it has none.</returns>
    /// <exception cref="TrainerException">The record is damaged.</exception>
    public static RecordedSplit? Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        if (!Path.Exists(file))
        {
            return null;
        }

        try
        {
            var form = JsonSerializer.Deserialize<Form>(File.ReadAllText(file), JsonSerializerOptions.Web);
            RecordedSplit record = new(form?.Format);
            if (form?.Format is null or ByReading
                && record.TryTake(form?.Train, Split.Train) && record.TryTake(form?.Dev, Split.Dev) && record.TryTake(form?.Test, Split.Test)
                && form is not null)
            {
                return record;
            }
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw Damaged(file, exception);
        }

        throw Damaged(file);
    }

    /// <summary>Writes the record.</summary>
    /// <param name="folder">The bundle's folder.</param>
    public void Write(string folder)
    {
        Form form = new(_format, Keys(Split.Train), Keys(Split.Dev), Keys(Split.Test));
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(form, JsonSerializerOptions.Web) + "\n");
    }

    private static TrainerException Damaged(string file, Exception? exception = null) =>
        new($"{file} is damaged; without it nobody can tell which posts the bundle has learnt from. Restore it, or train again.", exception);

    private bool TryTake(byte[]? keys, Split split)
    {
        byte[] whole = new byte[sizeof(ulong)];
        foreach (byte[] key in (keys ?? []).Chunk(KeyBytes))
        {
            if (key.Length != KeyBytes)
            {
                return false;
            }

            key.CopyTo(whole, 0);
            _splits[BinaryPrimitives.ReadUInt64LittleEndian(whole)] = split;
        }

        return true;
    }

    private byte[] Keys(Split split)
    {
        var keys = _splits.Where(entry => entry.Value == split).Select(entry => entry.Key).Order();
        return [.. keys.SelectMany(key => BitConverter.GetBytes(key).Take(KeyBytes))];
    }

    private ulong KeyOf(string? text, string? picture)
    {
        if (_format is null)
        {
            return XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{text}\n{Path.GetFileName(picture)}"));
        }

        XxHash3 hash = new();
        Append(hash, text ?? "");
        // Pictures of other splits often have the same names; beside a text they need not be opened.
        hash.Append(text is null && picture is not null ? File.ReadAllBytes(picture) : Encoding.UTF8.GetBytes($"\n{Path.GetFileName(picture)}"));
        return hash.GetCurrentHashAsUInt64() & ((1UL << (8 * KeyBytes)) - 1);
    }

    private static void Append(XxHash3 hash, string text)
    {
        bool isRead = false;
        var tokens = WordTokenizer.Enumerate(text);
        while (tokens.MoveNext())
        {
            isRead = true;
            hash.Append(MemoryMarshal.AsBytes(tokens.Written));
            hash.Append(" "u8);
        }

        if (!isRead)
        {
            hash.Append(Encoding.UTF8.GetBytes(text));
        }
    }

    private sealed record Form(int? Format, byte[]? Train, byte[]? Dev, byte[]? Test);
}
