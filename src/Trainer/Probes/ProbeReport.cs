using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Probes;

/// <summary>What a model says of all probes.</summary>
/// <param name="Answers">The answers, in the order of the probes.</param>
internal sealed record ProbeReport(ImmutableArray<ProbeAnswer> Answers)
{
    /// <summary>Asks the model, as serving would.</summary>
    /// <exception cref="TrainerException">The model reads no texts.</exception>
    public static async Task<ProbeReport> AskAsync(IEmotionModel model, ImmutableArray<Probe> probes, CancellationToken cancellationToken)
    {
        var predictions = await model.PredictAsync([.. probes.Select(probe => new PostContent { Text = probe.Text })], null, cancellationToken);
        return new ProbeReport(
        [
            .. probes.Zip(predictions, (probe, prediction) => ProbeAnswer.Of(
                probe, prediction.Verdict ?? throw new TrainerException("--probes: the bundle reads no texts."))),
        ]);
    }

    /// <summary>Number of probes, of right answers, and mean confidence of each kind, in the order in which kinds first occur; then of all.</summary>
    public IEnumerable<(string Kind, int Probes, int Right, double Confidence)> Kinds()
    {
        var kinds = Answers.GroupBy(answer => answer.Kind, (kind, answers) => SumUp(kind, [.. answers]));
        return Answers.IsEmpty ? kinds : kinds.Append(SumUp("all", Answers));
    }

    private static (string Kind, int Probes, int Right, double Confidence) SumUp(string kind, ImmutableArray<ProbeAnswer> answers) =>
        (kind, answers.Length, answers.Count(answer => answer.IsRight), answers.Average(answer => answer.Confidence));
}
