namespace Moodstream.Trainer.Features;

/// <summary>
/// Computes the features of one modality's contents as serving does. A content is named by a text: itself, or the path of its file. The
/// network is loaded for the first content that needs it, and released at the end.
/// </summary>
internal interface IFeatureExtractor : IAsyncDisposable
{
    /// <summary>Names the network and what happens before and after it; fit for a folder's name.</summary>
    string CacheName { get; }

    /// <summary>Features of a content.</summary>
    int Width { get; }

    /// <summary>Most contents that are read and computed at a time.</summary>
    int AtOnce { get; }

    /// <summary>The bytes that decide a content's features.</summary>
    /// <exception cref="IOException">The content's file cannot be read.</exception>
    ValueTask<byte[]> ReadAsync(string content, CancellationToken cancellationToken);

    /// <summary>Computes features.</summary>
    /// <param name="contents">Names and bytes of contents; at least one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>For each content, in order, its features, or null where it cannot be decoded.</returns>
    Task<IReadOnlyList<float[]?>> ExtractAsync(IReadOnlyList<(string Name, byte[] Bytes)> contents, CancellationToken cancellationToken);
}
