using System.Text.Json.Serialization;
using Moodstream.Abstractions.Emotions;
using Moodstream.Grains.Interfaces.Timelines;
using Moodstream.Silo.Configuration.Options;
using Moodstream.Silo.DeadLetters;
using Moodstream.Silo.Erasures;
using Moodstream.Silo.Http;
using Moodstream.Silo.Live;
using Moodstream.Silo.Models;
using Moodstream.Silo.Palettes;
using Moodstream.Silo.Status;
using Moodstream.Silo.Telemetry;
using Moodstream.Silo.Timelines;
using Scalar.AspNetCore;

namespace Moodstream.Silo.Api;

/// <summary>The HTTP API.</summary>
internal static class ApiExtensions
{
    /// <summary>Where the API's reference is shown.</summary>
    public const string ReferencePath = "/scalar";

    /// <summary>Adds what the endpoints need.</summary>
    /// <param name="services">The services.</param>
    public static void AddApi(this IServiceCollection services)
    {
        services.AddProblems();
        services.AddOpenApi(ApiDescription.Describe);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, EmotionJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, TimelineJson.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.Converters.Add(new TimeJsonConverter());
        });
        services.AddSingleton<RequestBodies>();
        services.AddSingleton<PostRequestReader>();
        services.AddSingleton<RequestClassifier>();
        services.AddSingleton<PostOutlet>();
        services.AddSingleton<DeviceBatches>();
        services.AddSingleton<StatusReader>();
    }

    private static RouteGroupBuilder Group(IEndpointRouteBuilder app, string role) => app.MapGroup("/api").RequireAuthorization(role);

    /// <summary>Maps the endpoints.</summary>
    /// <param name="app">The application.</param>
    public static void MapApi(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference(ReferencePath, (options, context) =>
        {
            var nonce = context.Nonce();
            options.WithNonce(nonce);
            options.AddHeadContent($"<meta property=\"csp-nonce\" content=\"{nonce}\"><script src=\"../js/reference/styles.js\" nonce=\"{nonce}\"></script>");
            options.Title = "Moodstream API";
            // Nothing is fetched from another host, and nothing leads to the maker's services.
            options.DefaultFonts = false;
            options.HideClientButton = true;
            options.DisableAgent().DisableMcp().DisableTelemetry().HideDeveloperTools();
        });
        var senders = Group(app, Roles.SendPosts);
        senders.MapPosts();
        var readers = Group(app, Roles.ReadEvents);
        readers.MapClassify();
        readers.MapClassifyBatch();
        readers.MapEmotionStream();
        readers.MapTrend();
        readers.MapPictures();
        readers.MapStatus();
        readers.MapModels();
        readers.MapPalette();
        var analysts = Group(app, Roles.ReadTimelines);
        analysts.MapTimeline();
        analysts.MapSummary();
        var administrators = Group(app, Roles.Administer);
        administrators.MapErase();
        administrators.MapActivate();
        administrators.MapDeadLetters();
    }
}
