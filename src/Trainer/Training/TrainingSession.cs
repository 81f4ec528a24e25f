using System.Collections.Immutable;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Modalities.Pictures;
using TorchSharp;

namespace Moodstream.Trainer.Training;

/// <summary>Carries out a plan: reads the data, takes features, trains a model for each seed.</summary>
/// <param name="plan">The plan.</param>
internal sealed class TrainingSession(TrainingPlan plan)
{
    /// <summary>Reads the data.</summary>
    /// <exception cref="TrainerException">The data is wrong.</exception>
    public Corpus ReadCorpus() => new CorpusBuilder(plan.Data).Build();

    /// <summary>Contents whose features take time.</summary>
    public int CountContents(Corpus corpus)
    {
        LabelledPost[] posts = [.. corpus.Train, .. corpus.Dev, .. corpus.Test];
        var pictures = posts.Select(post => post.Picture).OfType<string>().Distinct();
        var texts = posts.Select(post => post.Text).OfType<string>().Distinct();
        return pictures.Count() + (plan.Recipe.ReadsSentences ? texts.Count() : 0);
    }

    /// <summary>Takes features.</summary>
    /// <exception cref="TrainerException">The data is wrong.</exception>
    public Task<PreparedData> PrepareAsync(Corpus corpus, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        PreparationOptions options = new()
        {
            Modalities = plan.Model.Modalities,
            NeedsAll = plan.Model.NeedsAll,
            BadRows = plan.Data.BadRows,
            ReadsFaces = PictureColumns.Parse(plan.Recipe.PictureFeatures).ReadsFaces,
            ReadsSentences = plan.Recipe.ReadsSentences,
            TrainsSentences = plan.Recipe.SentenceRank > 0,
            Sentences = new SentenceNetwork { Layers = plan.Recipe.SentenceLayers, Update = plan.SentenceUpdate },
            Cache = plan.Cache,
            Vectors = plan.Vectors,
            VocabularySize = plan.VocabularySize,
            MaxWords = plan.Recipe.MaxWords,
        };
        return new DataPreparer(options, BuiltInModalities.All).PrepareAsync(corpus, progress, cancellationToken);
    }

    /// <summary>Trains a model for each seed.</summary>
    /// <exception cref="TrainerException">The device is not there.</exception>
    public ImmutableArray<SeedRun> Train(PreparedData data, Func<int, IProgress<TrainingStep>?> progress, CancellationToken cancellationToken)
    {
        if (plan.Device == "cuda" && !torch.cuda.is_available())
        {
            throw new TrainerException("--device cuda: this build of libtorch finds no CUDA device; use --device cpu.");
        }

        SeedTrainer trainer = new(plan.Model, plan.Recipe, torch.device(plan.Device), plan.Checkpoints);
        return [.. plan.Seeds.Select(seed => trainer.Run(data, seed, progress(seed), cancellationToken))];
    }
}
