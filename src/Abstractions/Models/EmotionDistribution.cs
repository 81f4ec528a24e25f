using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Moodstream.Abstractions.Models;

/// <summary>
/// Probabilities over a model's labels. In JSON an object from label to probability, in the model's label order.
/// </summary>
[GenerateSerializer, Immutable, Alias("moodstream.EmotionDistribution")]
[JsonConverter(typeof(EmotionDistributionJsonConverter))]
public sealed class EmotionDistribution : IEquatable<EmotionDistribution>
{
    /// <summary>Makes a distribution.</summary>
    /// <param name="labels">The labels, in the model's order; at least one.</param>
    /// <param name="values">One probability per label, each in 0–1, together 1 up to rounding.</param>
    /// <exception cref="ArgumentException">The two differ in length, or are empty.</exception>
    public EmotionDistribution(ImmutableArray<string> labels, ImmutableArray<float> values)
    {
        if (labels.IsDefaultOrEmpty || values.IsDefault || labels.Length != values.Length)
        {
            throw new ArgumentException("A distribution needs one probability per label, and at least one label.", nameof(values));
        }

        Labels = labels;
        Values = values;
    }

    /// <summary>The labels, in the model's order.</summary>
    [Id(0)]
    public ImmutableArray<string> Labels { get; }

    /// <summary>One probability per label.</summary>
    [Id(1)]
    public ImmutableArray<float> Values { get; }

    /// <summary>The label with the highest probability; of equals, the first.</summary>
    public string Top => Labels[TopIndex];

    /// <summary>The probability of <see cref="Top"/>, in 0–1.</summary>
    public float Confidence => Values[TopIndex];

    private int TopIndex
    {
        get
        {
            var top = 0;
            for (var i = 1; i < Values.Length; i++)
            {
                if (Values[i] > Values[top])
                {
                    top = i;
                }
            }

            return top;
        }
    }

    /// <inheritdoc/>
    public bool Equals(EmotionDistribution? other) =>
        other is not null && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan()) && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmotionDistribution);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Labels.Length, Top, Confidence);
}
