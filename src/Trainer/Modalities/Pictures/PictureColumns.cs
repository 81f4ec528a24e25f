using System.Collections.Immutable;
using Moodstream.Inference.Vision;
using Moodstream.Inference.Vision.Faces;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Recipes;
using TorchSharp;

namespace Moodstream.Trainer.Modalities.Pictures;

/// <summary>The features that a model reads, among all that are taken out of a picture.</summary>
internal sealed class PictureColumns
{
    private readonly ImmutableArray<(int Offset, int Count)> _parts;

    private PictureColumns(ImmutableArray<PicturePooling> poolings, bool readsFaces)
    {
        Names = [.. poolings.Select(pooling => pooling.Name)];
        ReadsFaces = readsFaces;
        _parts = [.. poolings.Select(pooling => (OffsetOf(pooling), pooling.Count))];
        if (readsFaces)
        {
            _parts = _parts.Add((PicturePooling.All.Sum(pooling => pooling.Count), FaceFeatures.Count));
        }
    }

    /// <summary>How many there are.</summary>
    public int Count => _parts.Sum(part => part.Count);

    /// <summary>Names of the poolings, in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Whether what faces say comes after the poolings.</summary>
    public bool ReadsFaces { get; }

    /// <summary>Reads a setting.</summary>
    /// <param name="names">Names of poolings, joined by <c>+</c>; <c>faces</c> may stand among them.</param>
    /// <exception cref="TrainerException">There is no such pooling, or none at all.</exception>
    public static PictureColumns Parse(string names)
    {
        string[] parts = names.Split('+');
        string[] poolings = [.. parts.Where(part => part != FaceFeatures.Name)];
        return poolings.Length > 0
            ? new PictureColumns([.. poolings.Select(Find)], poolings.Length < parts.Length)
            : throw new TrainerException($"--set pictureFeatures={names}: faces stand beside other features, such as {Recipe.Modern.PictureFeatures}+{FaceFeatures.Name}.");
    }

    /// <summary>Takes them out of a vector of all features.</summary>
    public float[] Of(float[] features) => [.. _parts.SelectMany(part => features.AsSpan(part.Offset, part.Count).ToArray())];

    /// <summary>Takes them out of [posts, all features].</summary>
    public torch.Tensor Of(torch.Tensor features) =>
        torch.cat([.. _parts.Select(part => features.narrow(1, part.Offset, part.Count))], 1);

    private static PicturePooling Find(string name) => PicturePooling.Find(name) ?? throw new TrainerException(
        $"The picture features '{name}' are none of {string.Join(", ", PicturePooling.All.Select(pooling => pooling.Name))}, {FaceFeatures.Name}.");

    private static int OffsetOf(PicturePooling pooling) =>
        PicturePooling.All.TakeWhile(other => other != pooling).Sum(other => other.Count);
}
