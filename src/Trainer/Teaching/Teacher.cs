using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Evaluation;
using Moodstream.Trainer.Features;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Training;

namespace Moodstream.Trainer.Teaching;

/// <summary>
/// A bundle whose opinions of the training texts a model learns beside their labels, so that a fast model takes after a slow one (Hinton,
/// Vinyals and Dean, <i>Distilling the knowledge in a neural network</i>, 2015).
/// </summary>
internal static class Teacher
{
    private const string Devices = "cpu";

    /// <summary>Prepares the data of a plan, with the opinions of its teacher where it names one.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="corpus">The posts.</param>
    /// <param name="progress">Told how many contents are done, of those that <see cref="CountContents"/> counts.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TrainerException">The data is wrong, the teacher cannot be used, or it has other labels.</exception>
    public static async Task<PreparedData> PrepareAsync(TrainingPlan plan, Corpus corpus, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        TrainingSession session = new(plan);
        var data = await session.PrepareAsync(corpus, progress, cancellationToken);
        if (plan.Teacher is null)
        {
            return data;
        }

        int before = session.CountContents(corpus);
        DirectProgress<int> sum = new(done => progress?.Report(before + done));
        return data with { Train = data.Train with { Lessons = await TeachAsync(plan.Teacher, corpus, plan.Cache, sum, cancellationToken) } };
    }

    /// <summary>Contents of a plan that take time, those that its teacher is asked about included.</summary>
    public static int CountContents(TrainingPlan plan, Corpus corpus) =>
        new TrainingSession(plan).CountContents(corpus) + (plan.Teacher is null ? 0 : TextsOf(corpus).Length);

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
        return await CachedFeatures.ComputeAsync(extractor, cache, TextsOf(corpus), progress, cancellationToken);
    }

    private static string[] TextsOf(Corpus corpus) => [.. corpus.Train.Select(post => post.Text).OfType<string>().Distinct()];

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
