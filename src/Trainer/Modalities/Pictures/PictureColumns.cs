using System.Collections.Immutable;
using Moodstream.Inference.Vision;
using Moodstream.Trainer.Errors;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>The features that a model reads, among all that are taken out of a picture.</summary>
internal sealed class PictureColumns
{
    private readonly ImmutableArray<(int Offset, PicturePooling Pooling)> _parts;

    private PictureColumns(ImmutableArray<(int Offset, PicturePooling Pooling)> parts) => _parts = parts;

    /// <summary>How many there are.</summary>
    public int Count => _parts.Sum(part => part.Pooling.Count);

    /// <summary>Names of the poolings, in order.</summary>
    public ImmutableArray<string> Names => [.. _parts.Select(part => part.Pooling.Name)];

    /// <summary>Reads a setting.</summary>
    /// <param name="names">Names of poolings, joined by <c>+</c>.</param>
    /// <exception cref="TrainerException">There is no such pooling.</exception>
    public static PictureColumns Parse(string names) => new([.. names.Split('+').Select(Find)]);

    /// <summary>Takes them out of a vector of all features.</summary>
    public float[] Of(float[] features) => [.. _parts.SelectMany(part => features.AsSpan(part.Offset, part.Pooling.Count).ToArray())];

    /// <summary>Takes them out of [posts, all features].</summary>
    public torch.Tensor Of(torch.Tensor features) =>
        torch.cat([.. _parts.Select(part => features.narrow(1, part.Offset, part.Pooling.Count))], 1);

    private static (int Offset, PicturePooling Pooling) Find(string name)
    {
        int place = PicturePooling.All.IndexOf(PicturePooling.Find(name) ?? throw new TrainerException(
            $"The picture features '{name}' are none of {string.Join(", ", PicturePooling.All.Select(pooling => pooling.Name))}."));
        return (PicturePooling.All.Take(place).Sum(pooling => pooling.Count), PicturePooling.All[place]);
    }
}
