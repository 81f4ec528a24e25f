using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Moodstream.Abstractions.Posts;
using Moodstream.Silo.Http;
using Moodstream.Silo.Live;
using Moodstream.Silo.Models;

namespace Moodstream.Silo.Api;

/// <summary>A filter of the live feed as a request writes it.</summary>
/// <param name="Emotions">Only these emotions.</param>
/// <param name="Modality">Only posts that bring this modality; null or empty for all.</param>
/// <param name="UserId">Only this user; null or empty for all.</param>
/// <param name="MinConfidence">Least confidence.</param>
internal sealed record FilterQuery(string[] Emotions, string? Modality, string? UserId, float MinConfidence)
{
    private static readonly Dictionary<string, Type> Parameters = new(StringComparer.Ordinal)
    {
        ["emotion"] = typeof(string[]),
        ["modality"] = typeof(string),
        ["userId"] = typeof(string),
        ["minConfidence"] = typeof(float),
    };

    /// <summary>What is wrong with how it is written; null where it could be read.</summary>
    public string? Fault { get; private init; }

    /// <summary>The filter.</summary>
    public EmotionFilter Filter => new(Emotions, Modality, UserId, MinConfidence);

    /// <summary>Reads a filter that is written as a query of its own.</summary>
    /// <param name="text">Such as <c>emotion=joy&amp;minConfidence=0.5</c>.</param>
    public static FilterQuery Parse(string text)
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery(text));
        var fault = QueryRules.FaultOf(query, Parameters);
        return new FilterQuery(
            [.. query["emotion"].OfType<string>()],
            query["modality"],
            query["userId"],
            fault is null && float.TryParse(query["minConfidence"], NumberStyles.Float, CultureInfo.InvariantCulture, out var confidence) ? confidence : 0)
        {
            Fault = fault,
        };
    }

    /// <summary>What makes no sense in it, or null.</summary>
    /// <param name="labels">Emotions and modalities that there are.</param>
    /// <param name="cancellationToken">The caller left.</param>
    public async Task<string?> FaultAsync(KnownLabels labels, CancellationToken cancellationToken)
    {
        if (MinConfidence is < 0 or > 1 or float.NaN)
        {
            return "minConfidence must be 0 to 1.";
        }

        foreach (var emotion in Emotions)
        {
            if (await labels.FindEmotionAsync(emotion, cancellationToken) is null)
            {
                return labels.NoEmotion(emotion);
            }
        }

        if (!string.IsNullOrEmpty(Modality) && await labels.FindModalityAsync(Modality, cancellationToken) is null)
        {
            return labels.NoModality(Modality);
        }

        return !string.IsNullOrEmpty(UserId) && IdRule.Check(UserId) is { } fault ? $"userId {fault.Message}; no post has such a user." : null;
    }
}
