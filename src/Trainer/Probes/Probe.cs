using System.Collections.Immutable;
using Moodstream.Abstractions.Models;

namespace Moodstream.Trainer.Probes;

/// <summary>A text of one kind, and what may be answered to it.</summary>
/// <param name="Kind">The kind, such as <c>negation</c>.</param>
/// <param name="Text">The text.</param>
/// <param name="Expectation">
/// Labels that count as right, separated by bars; after <c>!</c> labels of which none may be given more than
/// <see cref="MostOfRefused"/>; <c>?</c> where the text should be told as one that the model cannot read.
/// </param>
internal sealed record Probe(string Kind, string Text, string Expectation)
{
    /// <summary>What stands for a text that should be told as one that the model cannot read.</summary>
    public const string Unread = "?";

    /// <summary>Most that a refused label may be given, in 0–1.</summary>
    public const float MostOfRefused = 0.2f;

    // Of a text that is told as unread, most words are none that the model knows.
    private const float LittleCoverage = 0.5f;

    private const char Refusal = '!';

    /// <summary>Whether labels are refused rather than asked for.</summary>
    public bool IsRefusal => Expectation[0] == Refusal;

    /// <summary>The labels that the expectation names.</summary>
    public ImmutableArray<string> Labels => Expectation == Unread ? [] : [.. Expectation.TrimStart(Refusal).Split('|', StringSplitOptions.TrimEntries)];

    /// <summary>Whether an answer is right.</summary>
    public bool IsRight(Verdict verdict)
    {
        if (Expectation == Unread)
        {
            return verdict.Coverage < LittleCoverage;
        }

        return IsRefusal ? Refused(verdict).Probability <= MostOfRefused : Labels.Contains(verdict.Fused.Top);
    }

    /// <summary>The refused label that an answer gives most, and how much, in 0–1.</summary>
    public (string Label, float Probability) Refused(Verdict verdict) => verdict.Fused.Labels.Zip(verdict.Fused.Values)
        .Where(pair => Labels.Contains(pair.First))
        .MaxBy(pair => pair.Second);
}
