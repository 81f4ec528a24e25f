using Moodstream.Abstractions.Models;

namespace Moodstream.Trainer.Probes;

/// <summary>What a model says of a probe.</summary>
/// <param name="Kind">The probe's kind.</param>
/// <param name="Text">Its text.</param>
/// <param name="Accepted">What may be answered.</param>
/// <param name="Emotion">The answer.</param>
/// <param name="Confidence">Its probability, in 0–1.</param>
/// <param name="IsRight">Whether it is right.</param>
internal sealed record ProbeAnswer(string Kind, string Text, string Accepted, string Emotion, float Confidence, bool IsRight)
{
    /// <summary>Judges an answer; one that gives too much to a refused label is told by that label.</summary>
    public static ProbeAnswer Of(Probe probe, Verdict verdict)
    {
        bool isRight = probe.IsRight(verdict);
        var (emotion, confidence) = probe.IsRefusal && !isRight ? probe.Refused(verdict) : (verdict.Fused.Top, verdict.Fused.Confidence);
        return new ProbeAnswer(probe.Kind, probe.Text, probe.Expectation, emotion, confidence, isRight);
    }
}
