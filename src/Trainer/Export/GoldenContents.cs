using Moodstream.Inference;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Moodstream.Trainer;

/// <summary>
/// The contents whose probabilities a bundle keeps, so that loading can tell whether it still answers as it did when it was trained:
/// sentences that use every turn of the tokenizer, and small pictures drawn here, so that no one's data travels with a bundle.
/// </summary>
internal static class GoldenContents
{
    private const int Width = 48;
    private const int Height = 36;

    private static readonly string[] Texts =
    [
        "I am so happy today!",
        "Don't you DARE touch that, it's disgusting!!!",
        "Soooo tired of crying... I miss her :(",
        "wait, what?! #NoWayThatHappened 😱😱",
        "The meeting starts at 10:30, see https://example.com",
        "zzqx",
    ];

    /// <summary>Contents that together have every one of some modalities.</summary>
    /// <param name="modalities">Names of the model's modalities.</param>
    public static IReadOnlyList<PostContent> For(IReadOnlyCollection<string> modalities)
    {
        bool hasText = modalities.Contains(WordFeatureSet.Name);
        bool hasPicture = modalities.Contains(PictureFeatureSet.Name);
        List<PostContent> contents = [];
        if (hasText)
        {
            contents.AddRange(Texts.Select(text => new PostContent { Text = text }));
        }

        if (hasPicture)
        {
            contents.Add(new PostContent { Image = Draw(phase: 0) });
            contents.Add(new PostContent { Image = Draw(phase: 2) });
        }

        if (hasText && hasPicture)
        {
            contents.Add(new PostContent { Text = Texts[0], Image = Draw(phase: 1) });
        }

        return contents;
    }

    /// <summary>Draws a PNG of soft waves and a disc: smooth, so that resizing rounds alike everywhere.</summary>
    private static byte[] Draw(int phase)
    {
        using Image<Rgb24> picture = new(Width, Height);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                double wave = Math.Sin((x * 0.2) + phase) + Math.Cos((y * 0.3) - phase);
                bool isInDisc = Math.Pow(x - 24 - (5 * phase), 2) + Math.Pow(y - 18, 2) < 100;
                picture[x, y] = isInDisc
                    ? new Rgb24((byte)(200 - (40 * phase)), 180, (byte)(60 + (80 * phase)))
                    : new Rgb24((byte)(128 + (50 * wave)), (byte)(90 + (3 * x)), (byte)(200 - (4 * y)));
            }
        }

        using MemoryStream file = new();
        picture.SaveAsPng(file);
        return file.ToArray();
    }
}
