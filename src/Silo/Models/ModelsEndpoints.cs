using System.ComponentModel;
using Moodstream.Grains.Interfaces.Models;
using Moodstream.Grains.Models;
using Moodstream.Inference.Models;
using Moodstream.Silo.Security;

namespace Moodstream.Silo.Models;

/// <summary><c>GET /api/models</c> and <c>POST /api/models/{name}/activate</c>.</summary>
internal static class ModelsEndpoints
{
    /// <summary>Adds the list.</summary>
    /// <param name="api">The API.</param>
    public static void MapModels(this IEndpointRouteBuilder api) =>
        api.MapGet("/models", ListAsync)
            .WithName("Models")
            .WithTags("Models")
            .WithSummary("The model bundles of this silo, with their cards and figures.");

    /// <summary>Adds the activation.</summary>
    /// <param name="api">The API.</param>
    public static void MapActivate(this IEndpointRouteBuilder api) =>
        api.MapPost("/models/{name}/activate", ActivateAsync)
            .WithName("ActivateModel")
            .WithTags("Models")
            .WithSummary("Puts a model into service on every silo, without a restart.")
            .WithDescription(
                "Every silo loads the bundle from its own folder and verifies that it reproduces its examples; only when all have it, they "
                + "change over; where one cannot, nothing changes. Work that has begun finishes with the model before. Silos that join later take "
                + "it over, and it is remembered over a restart unless the setting Models:Active names another.")
            .Produces<ActivatedModel>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);

    private static async Task<ModelsAnswer> ListAsync(ModelLibrary library, IEmotionModel model, CancellationToken cancellationToken)
    {
        var active = model.Info.Name;
        return new ModelsAnswer(active, await library.DescribeAsync(active, cancellationToken));
    }

    private static async Task<IResult> ActivateAsync(
        [Description("Name of the bundle.")] string name, BundleFolder bundles, IGrainFactory grains, Audit audit, HttpContext context)
    {
        if (!bundles.Has(name))
        {
            return Results.Problem("This silo has no model bundle of that name.", statusCode: StatusCodes.Status404NotFound);
        }

        var activation = await grains.GetGrain<IClusterModel>(0).Activate(name);
        var status = activation.Problem is null ? StatusCodes.Status200OK
            : activation.IsConflict ? StatusCodes.Status409Conflict
            : StatusCodes.Status422UnprocessableEntity;
        audit.Activated(context, name, status);
        return activation is { Problem: null, Model: { } model }
            ? Results.Ok(new ActivatedModel(model.Name, model.Version, activation.Silos))
            : Results.Problem(activation.Problem, statusCode: status);
    }
}

/// <summary>The model bundles of a silo.</summary>
/// <param name="Active">Name of the one in use.</param>
/// <param name="Models">All of them, by name.</param>
internal sealed record ModelsAnswer(string Active, IReadOnlyList<ModelDescription> Models);

/// <summary>A model that was put into service.</summary>
/// <param name="Name">Name of the bundle.</param>
/// <param name="Version">Its version.</param>
/// <param name="Silos">Number of silos that serve it now.</param>
internal sealed record ActivatedModel(string Name, string Version, int Silos);
