using System.Collections.Immutable;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Joining;

/// <summary>
/// What two bundles say of the same posts, and so what becomes of these where only those that the first is unsure of, by their words alone,
/// are left to the second.
/// </summary>
internal sealed class WayChoice
{
    // A post without words has no way of words.
    private const double Never = -1;

    private readonly Predictions _words;
    private readonly Predictions _sentences;
    private readonly ImmutableArray<float[]?> _wordsAlone;
    private readonly IReadOnlyList<double> _weights;
    private readonly bool[] _isRightByWords;
    private readonly bool[] _isRightBySentences;

    /// <summary>Compares predictions.</summary>
    /// <param name="words">What the first says of all that each post has.</param>
    /// <param name="wordsAlone">What it says of the posts' words alone; only of posts that have some.</param>
    /// <param name="sentences">What the second says of all that each post has.</param>
    /// <param name="weights">How much each post counts, above 0.</param>
    public WayChoice(Predictions words, Predictions wordsAlone, Predictions sentences, IReadOnlyList<double> weights)
    {
        _weights = weights;
        _words = words;
        _sentences = sentences;
        var alone = wordsAlone.Posts.Zip(wordsAlone.Logits).ToDictionary(post => post.First, post => post.Second);
        _wordsAlone = [.. words.Posts.Select(post => alone.GetValueOrDefault(post))];
        _isRightByWords = RightOf(words);
        _isRightBySentences = RightOf(sentences);
    }

    /// <summary>Temperature of the posts that stay with the first, relative to that of the first.</summary>
    public double WordsTemperature { get; private set; } = 1;

    /// <summary>Temperature of all others, relative to that of the second.</summary>
    public double SentencesTemperature { get; private set; } = 1;

    /// <summary>Least confidence that is left at words.</summary>
    public double Threshold { get; private set; }

    /// <summary>Chooses the least threshold that keeps a share of the second's accuracy, and calibrates each way by the posts that take it.</summary>
    /// <param name="kept">The share, 0–1.</param>
    public void ChooseBy(double kept) => Calibrate(() =>
    {
        var curve = Curve();
        return curve.First(point => point.Accuracy >= kept * curve[^1].Accuracy).Threshold;
    });

    /// <summary>Takes a threshold, and calibrates each way by the posts that take it.</summary>
    /// <param name="threshold">The threshold, 0–1.</param>
    public void Take(double threshold) => Calibrate(() => threshold);

    /// <summary>What each threshold gives, from 0 by steps of 0.01; the last, above 1, leaves nothing at words.</summary>
    public ImmutableArray<WayPoint> Curve()
    {
        double[] confidences = Confidences();
        return [.. Enumerable.Range(0, 102).Select(step => PointAt(confidences, step / 100.0))];
    }

    private static bool[] RightOf(Predictions predictions) => [.. predictions.Given().Zip(predictions.Truth, (given, truth) => given == truth)];

    private void Calibrate(Func<double> threshold)
    {
        // The temperature of words changes what a threshold lets through; the second choice is by calibrated confidences.
        Threshold = threshold();
        WordsTemperature = TemperatureOf(_words, staysWithWords: true);
        Threshold = threshold();
        SentencesTemperature = TemperatureOf(_sentences, staysWithWords: false);
    }

    private double TemperatureOf(Predictions predictions, bool staysWithWords)
    {
        double[] confidences = Confidences();
        int[] members = [.. Enumerable.Range(0, confidences.Length).Where(i => confidences[i] >= Threshold == staysWithWords)];
        HashSet<int> posts = [.. members.Select(i => predictions.Posts[i])];
        return members.Length == 0 ? 1 : Calibration.FitTemperature(predictions.Where(posts.Contains), [.. members.Select(i => _weights[i])]);
    }

    private double[] Confidences() => [.. _wordsAlone.Select(logits => logits is null ? Never : Calibration.Softmax(logits, WordsTemperature).Max())];

    private WayPoint PointAt(double[] confidences, double threshold)
    {
        double right = 0;
        double left = 0;
        for (int i = 0; i < confidences.Length; i++)
        {
            bool isLeft = confidences[i] < threshold;
            left += isLeft ? _weights[i] : 0;
            right += (isLeft ? _isRightBySentences : _isRightByWords)[i] ? _weights[i] : 0;
        }

        double all = _weights.Sum();
        return new WayPoint(threshold, left / all, right / all);
    }
}
