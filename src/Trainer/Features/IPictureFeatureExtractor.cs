namespace Moodstream.Trainer.Features;

/// <summary>Takes features out of picture files.</summary>
internal interface IPictureFeatureExtractor
{
    /// <summary>Takes the features of pictures.</summary>
    /// <param name="files">Paths of existing files.</param>
    /// <param name="progress">Told after each picture how many are done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>For each file its features, all of one length, or null where it cannot be decoded.</returns>
    Task<IReadOnlyDictionary<string, float[]?>> ExtractAsync(
        IReadOnlyCollection<string> files, IProgress<int>? progress, CancellationToken cancellationToken);
}
