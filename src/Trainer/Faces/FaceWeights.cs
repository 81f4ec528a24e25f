using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Faces;

/// <summary>
/// The weights of a network as the package keeps them: a manifest that names tensors, and a file of their numbers one after the other, most of them as
/// one byte each, which a scale and a minimum turn into a number.
/// </summary>
internal sealed class FaceWeights
{
    private readonly Dictionary<string, FaceWeight> _weights = [];

    private FaceWeights()
    {
    }

    /// <summary>Finds a tensor.</summary>
    /// <exception cref="TrainerException">There is none of that name.</exception>
    public FaceWeight this[string name] =>
        _weights.TryGetValue(name, out var weight) ? weight : throw new TrainerException($"The package has no weights '{name}': it is another version.");

    /// <summary>Reads a network's weights.</summary>
    /// <param name="files">The package's files.</param>
    /// <param name="network">Name of the network.</param>
    /// <exception cref="TrainerException">They are not there, or have another form.</exception>
    public static FaceWeights Read(IReadOnlyDictionary<string, byte[]> files, string network)
    {
        if (!files.TryGetValue($"{network}-weights_manifest.json", out byte[]? manifest) || !files.TryGetValue($"{network}.bin", out byte[]? bytes))
        {
            throw new TrainerException($"The package has no network '{network}': it is another version.");
        }

        FaceWeights weights = new();
        ReadOnlySpan<byte> rest = bytes;
        foreach (var entry in JsonSerializer.Deserialize<Group[]>(manifest, JsonSerializerOptions.Web)!.SelectMany(group => group.Weights))
        {
            float[] values = new float[entry.Shape.Aggregate(1, (product, size) => product * size)];
            int width = entry.Quantization is null ? sizeof(float) : 1;
            if (rest.Length < values.Length * width || entry.Quantization is { Type: not "uint8" })
            {
                throw new TrainerException($"The weights '{entry.Name}' of '{network}' have a form that is not known here: the package is another version.");
            }

            for (int place = 0; place < values.Length; place++)
            {
                values[place] = entry.Quantization is { } quantization
                    ? (float)((rest[place] * quantization.Scale) + quantization.Min)
                    : BinaryPrimitives.ReadSingleLittleEndian(rest[(place * width)..]);
            }

            rest = rest[(values.Length * width)..];
            weights._weights.Add(entry.Name, new FaceWeight(entry.Shape, values));
        }

        return rest.IsEmpty ? weights : throw new TrainerException($"The weights of '{network}' are longer than its manifest says: the package is another version.");
    }

    private sealed record Group(Entry[] Weights);

    private sealed record Entry(string Name, int[] Shape, Quantization? Quantization);

    private sealed record Quantization([property: JsonPropertyName("dtype")] string Type, double Scale, double Min);
}
