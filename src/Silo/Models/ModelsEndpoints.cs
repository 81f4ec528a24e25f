using System.ComponentModel;
using Moodstream.Grains.Interfaces;

namespace Moodstream.Silo;

/// <summary><c>GET /api/models</c> and <c>POST /api/models/{name}/activate</c>.</summary>
internal static class ModelsEndpoints
{
    /// <summary>Adds the endpoints.</summary>
    /// <param name="api">The API.</param>
    public static void MapModels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/models", async (ModelLibrary library, ServedModel model, CancellationToken cancellationToken) =>
                new ModelsAnswer(model.Name, await library.DescribeAsync(model.Name, cancellationToken)))
            .WithName("Models")
            .WithTags("Models")
            .WithSummary("The model bundles of this silo, with their cards and figures.");
        api.MapPost("/models/{name}/activate", ActivateAsync)
            .WithName("ActivateModel")
            .WithTags("Models")
            .WithSummary("Puts a model into service on every silo, without a restart.")
            .WithDescription(
                "Every silo loads the bundle from its own folder and verifies that it reproduces its examples; only when all have it, they "
                + "change over. Work that has begun finishes with the model before. At the next start the setting Models:Active decides again.")
            .Produces<ActivatedModel>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    private static async Task<IResult> ActivateAsync(
        [Description("Name of the bundle.")] string name, ModelLibrary library, IGrainFactory grains)
    {
        if (!library.Has(name))
        {
            return Results.Problem("This silo has no model bundle of that name.", statusCode: StatusCodes.Status404NotFound);
        }

        var members = await grains.GetGrain<IManagementGrain>(0).GetDetailedHosts(onlyActive: true);
        var silos = members.Select(member => (Name: member.SiloName, Model: grains.GetGrain<ISiloModel>(member.SiloName))).ToArray();
        var prepared = await Task.WhenAll(silos.Select(silo => silo.Model.Prepare(name)));
        for (var i = 0; i < silos.Length; i++)
        {
            if (prepared[i].Problem is { } problem)
            {
                return Results.Problem($"{silos[i].Name}: {problem}", statusCode: StatusCodes.Status422UnprocessableEntity);
            }
        }

        var model = prepared[0].Model!;
        if (prepared.Any(other => other.Model!.Version != model.Version))
        {
            return Results.Problem(
                $"The silos hold different versions of '{name}' ({string.Join(", ", prepared.Select(other => other.Model!.Version).Distinct())}); give all of them the same bundle.",
                statusCode: StatusCodes.Status409Conflict);
        }

        var activated = await Task.WhenAll(silos.Select(silo => silo.Model.Activate(model)));
        return activated.All(done => done)
            ? Results.Ok(new ActivatedModel(name, model.Version, silos.Length))
            : Results.Problem("Another activation came in between; look which model is in use and try again.", statusCode: StatusCodes.Status409Conflict);
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
