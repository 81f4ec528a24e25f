using System.ComponentModel;
using Moodstream.Grains.Models;
using Moodstream.Inference.Models;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Palettes;

/// <summary><c>GET /api/emotions</c>: the emotions of the model in use, and how to show them.</summary>
internal static class PaletteEndpoint
{
    private const int MaxMore = 100;

    /// <summary>Adds the endpoint.</summary>
    /// <param name="api">The API.</param>
    public static void MapPalette(this IEndpointRouteBuilder api) =>
        api.MapGet("/emotions", ReadAsync)
            .WithName("Emotions")
            .WithTags("Models")
            .WithSummary("The emotions of the model in use, each with colours that colour-blind people tell apart as well, a texture and a sign.")
            .Produces<EmotionsAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> ReadAsync(
        [Description("Further emotions, such as those of an earlier model; repeat it for several.")] string[]? emotion,
        IEmotionModel model,
        BundleFolder bundles,
        CancellationToken cancellationToken)
    {
        if (emotion?.Length > MaxMore)
        {
            return Problems.BadRequest($"emotion is given {emotion.Length} times; it may be {MaxMore} times.");
        }

        var info = model.Info;
        var (own, _) = await PaletteFile.ReadAsync(bundles.Of(info.Name), cancellationToken);
        return Results.Ok(new EmotionsAnswer(
            info.Name, info.Version, EmotionPalette.Of(info.Labels, [.. (emotion ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], own)));
    }
}

/// <summary>Emotions and how to show them.</summary>
/// <param name="Model">Name of the model in use.</param>
/// <param name="Version">Its version.</param>
/// <param name="Emotions">Its emotions in its order, and after them those that were asked for.</param>
internal sealed record EmotionsAnswer(string Model, string Version, IReadOnlyList<EmotionStyle> Emotions);
