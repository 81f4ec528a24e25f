using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;

namespace Moodstream.Silo.Api;

/// <summary>
/// What <c>POST /api/classify</c> answers: the emotion event that the post would become, with all probabilities of each
/// modality.
/// </summary>
/// <param name="PostId">The post; made up where the sender left it out.</param>
/// <param name="UserId">Its author; <c>anonymous</c> where the sender left it out.</param>
/// <param name="CreatedAt">When the author posted it, in UTC; now where the sender left it out.</param>
/// <param name="ClassifiedAt">When it was classified, in UTC.</param>
/// <param name="Revision">Always 1.</param>
/// <param name="Status">Always final.</param>
/// <param name="Emotion">The most probable emotion.</param>
/// <param name="Confidence">Its probability, in 0–1.</param>
/// <param name="Probabilities">Probabilities of all emotions.</param>
/// <param name="Modalities">What the emotion was worked out from.</param>
/// <param name="Opinions">What each modality says by itself, in short.</param>
/// <param name="Model">The model that said so.</param>
/// <param name="Timings">Where the time went.</param>
/// <param name="Lang">Language of the text: as the post gives it, or as its words tell; null where there is no text or nothing tells it.</param>
/// <param name="Coverage">Share of the text that the model could read, in 0–1; null where there is no text.</param>
/// <param name="Unread">What the post brings and could not be read, with the reason, by modality; null where everything was read.</param>
/// <param name="ProbabilitiesByModality">What each modality says by itself, in full: probabilities of all emotions, by modality.</param>
internal sealed record ClassificationAnswer(
    string PostId,
    string UserId,
    DateTimeOffset CreatedAt,
    DateTimeOffset ClassifiedAt,
    int Revision,
    EmotionStatus Status,
    string Emotion,
    float Confidence,
    EmotionDistribution Probabilities,
    ImmutableArray<Modality> Modalities,
    [property: JsonConverter(typeof(OpinionsJsonConverter))] ImmutableArray<Opinion> Opinions,
    ModelReference Model,
    StageTimings Timings,
    string? Lang,
    float? Coverage,
    ImmutableSortedDictionary<string, string>? Unread,
    IReadOnlyDictionary<string, EmotionDistribution> ProbabilitiesByModality)
{
    /// <summary>Makes the answer.</summary>
    /// <param name="emotion">The event.</param>
    /// <param name="opinions">What each modality says, in full.</param>
    public static ClassificationAnswer Of(EmotionEvent emotion, ImmutableArray<ModalityOpinion> opinions) => new(
        emotion.PostId,
        emotion.UserId,
        emotion.CreatedAt,
        emotion.ClassifiedAt,
        emotion.Revision,
        emotion.Status,
        emotion.Emotion,
        emotion.Confidence,
        emotion.Probabilities,
        emotion.Modalities,
        emotion.Opinions,
        emotion.Model,
        emotion.Timings,
        emotion.Lang,
        emotion.Coverage,
        emotion.Unread,
        opinions.ToDictionary(opinion => opinion.Modality.Name, opinion => opinion.Distribution));
}
