using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Moodstream.Abstractions.Models;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Fusion;

/// <summary>Lowers the confidence in an answer to a text that could be read only in part.</summary>
internal sealed class Doubt
{
    /// <summary>The label for what was not read, where the settings ask for one.</summary>
    public const string UnknownLabel = UnreadTexts.Unknown;

    // Of half the words a text can be understood: names, slang and slips of the pen are the other half.
    private const float EnoughCoverage = 0.5f;

    private const string NeutralLabel = "neutral";

    // What nothing at all is answered: neutral where there is such a label, and not with confidence.
    private const float Neutral = 0.4f;

    private readonly ImmutableArray<string> _labels;
    private readonly ImmutableArray<string> _labelsAndUnknown;
    private readonly float[] _nothing;

    /// <summary>Makes it for the labels of a model.</summary>
    public Doubt(ImmutableArray<string> labels)
    {
        _labels = labels;
        _labelsAndUnknown = labels.Add(UnknownLabel);
        var neutral = labels.IndexOf(NeutralLabel);
        _nothing = new float[labels.Length];
        Array.Fill(_nothing, neutral < 0 || labels.Length == 1 ? 1f / labels.Length : (1 - Neutral) / (labels.Length - 1));
        if (neutral >= 0 && labels.Length > 1)
        {
            _nothing[neutral] = Neutral;
        }
    }

    /// <summary>Whether what was not read has a label of its own.</summary>
    public bool HasUnknown { get; set; }

    /// <summary>The answer, as far as the text could be read.</summary>
    /// <param name="probabilities">Probabilities by label, which become the answer's.</param>
    /// <param name="coverage">Share of the text that was read, 0–1.</param>
    public EmotionDistribution Weigh(float[] probabilities, float coverage)
    {
        var trust = Math.Min(coverage / EnoughCoverage, 1);
        if (HasUnknown)
        {
            return new EmotionDistribution(_labelsAndUnknown, [.. probabilities.Select(probability => probability * trust), 1 - trust]);
        }

        for (var i = 0; trust < 1 && i < probabilities.Length; i++)
        {
            probabilities[i] = (probabilities[i] * trust) + (_nothing[i] * (1 - trust));
        }

        return new EmotionDistribution(_labels, ImmutableCollectionsMarshal.AsImmutableArray(probabilities));
    }
}
