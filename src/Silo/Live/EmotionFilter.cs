using System.Collections.Frozen;
using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Silo.Live;

/// <summary>Which events a reader wants. Equal filters are equal values, so that their readers can share work; made once for each reader.</summary>
internal sealed class EmotionFilter : IEquatable<EmotionFilter>
{
    /// <summary>Wants every event.</summary>
    public static readonly EmotionFilter Everything = new([], null, null, 0);

    private readonly ImmutableArray<string> _emotions;
    private readonly FrozenSet<string> _wanted;
    private readonly Modality? _modality;
    private readonly string? _userId;
    private readonly float _minConfidence;

    /// <summary>Makes a filter.</summary>
    /// <param name="emotions">Only these emotions, in any case; empty for all.</param>
    /// <param name="modality">Only posts that bring this modality; null for all.</param>
    /// <param name="userId">Only this user; null for all.</param>
    /// <param name="minConfidence">Least confidence, in 0–1.</param>
    public EmotionFilter(IEnumerable<string> emotions, string? modality, string? userId, float minConfidence)
    {
        _emotions = [.. emotions.Select(emotion => emotion.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];
        _wanted = _emotions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _modality = string.IsNullOrEmpty(modality) ? null : new Modality(modality.ToLowerInvariant());
        _userId = string.IsNullOrEmpty(userId) ? null : userId;
        _minConfidence = minConfidence;
    }

    /// <summary>Whether the reader wants an event.</summary>
    /// <param name="emotion">The event.</param>
    public bool Admits(EmotionEvent emotion) =>
        emotion.Confidence >= _minConfidence
        && (_userId is null || emotion.UserId == _userId)
        && (_modality is not { } modality || emotion.Modalities.Contains(modality))
        && (_emotions.IsEmpty || _wanted.Contains(emotion.Emotion));

    /// <inheritdoc/>
    public bool Equals(EmotionFilter? other) =>
        other is not null
        && _minConfidence.Equals(other._minConfidence)
        && _userId == other._userId
        && _modality == other._modality
        && _emotions.SequenceEqual(other._emotions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmotionFilter);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_emotions.Length, _emotions.FirstOrDefault(), _modality, _userId, _minConfidence);
}
