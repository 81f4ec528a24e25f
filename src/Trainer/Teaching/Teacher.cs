using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Teaching;

/// <summary>
/// A bundle whose opinions of the training texts a model learns beside their labels, so that a fast model takes after a slow one (Hinton,
/// Vinyals and Dean, <i>Distilling the knowledge in a neural network</i>, 2015).
/// </summary>
internal static class Teacher
{
    private const string Devices = "cpu";

    /// <summary>Asks the teacher for its opinion of every training text.</summary>
    /// <param name="bundle">The teacher's folder.</param>
    /// <param name="corpus">The posts.</param>
    /// <param name="cache">Folder that keeps opinions between runs.</param>
    /// <param name="progress">Told how many texts are done.</param>
    /// <param name="cancellationToken">Gives up; what is done stays in the cache.</param>
    /// <returns>Probabilities in the order of the corpus's labels, by text.</returns>
    /// <exception cref="TrainerException">The bundle cannot be used, or has other labels.</exception>
    public static async Task<IReadOnlyDictionary<string, float[]>> TeachAsync(
        string bundle, Corpus corpus, string cache, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        await using TeacherExtractor extractor = new(await LoadAsync(bundle, corpus, cancellationToken));
        string[] texts = [.. corpus.Train.Select(post => post.Text).OfType<string>().Distinct()];
        return await CachedFeatures.ComputeAsync(extractor, cache, texts, progress, cancellationToken);
    }

    private static async Task<IEmotionModel> LoadAsync(string bundle, Corpus corpus, CancellationToken cancellationToken)
    {
        var teacher = await BundleLoading.LoadAsync(bundle, Devices, cancellationToken);
        if (teacher.Info.Labels.SequenceEqual(corpus.Labels))
        {
            return teacher;
        }

        await teacher.DisposeAsync();
        throw new TrainerException($"--teacher: {bundle} has the labels {string.Join(", ", teacher.Info.Labels)}, and the data {string.Join(", ", corpus.Labels)}; they must be the same.");
    }
}
