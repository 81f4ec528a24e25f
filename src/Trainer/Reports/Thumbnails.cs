using Moodstream.Inference.Options;
using Moodstream.Inference.Vision;

namespace Moodstream.Trainer.Reports;

/// <summary>Small pictures for a page that needs nothing else.</summary>
internal static class Thumbnails
{
    private const int LongestSide = 150;

    /// <summary>Makes small pictures.</summary>
    /// <param name="files">Paths of picture files.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>JPEGs of a few kilobytes as data URIs, by path; without those that cannot be decoded.</returns>
    public static async Task<IReadOnlyDictionary<string, string>> MakeAsync(IEnumerable<string> files, CancellationToken cancellationToken)
    {
        PictureDecoder decoder = new(new PictureOptions());
        ThumbnailMaker maker = new(decoder, LongestSide);
        Dictionary<string, string> uris = new(StringComparer.Ordinal);
        foreach (string file in files.Distinct())
        {
            if (await maker.MakeAsync(await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken) is { } jpeg)
            {
                uris[file] = $"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}";
            }
        }

        return uris;
    }
}
