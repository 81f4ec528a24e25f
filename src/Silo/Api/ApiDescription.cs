using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Api;

/// <summary>Says in the API's description what reflection cannot find out.</summary>
internal static class ApiDescription
{
    private const string Form = "multipart/form-data";

    /// <summary>Adds the description.</summary>
    /// <param name="options">Options of the description.</param>
    public static void Describe(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Moodstream";
            document.Info.Description = "The emotions of social posts: live, by user, and on demand.";
            document.Info.License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" };
            // The server's own idea of its address is wrong behind every proxy.
            document.Servers = [new OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
            if (type == typeof(EmotionDistribution))
            {
                schema.Type = JsonSchemaType.Object;
                schema.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "float" };
            }
            else if (type == typeof(Modality))
            {
                schema.Type = JsonSchemaType.String;
            }
            else if (type == typeof(OffsetTime))
            {
                schema.Type = JsonSchemaType.String;
                schema.Format = "date-time";
            }
            else if (type.IsEnum)
            {
                schema.Type = JsonSchemaType.String;
            }

            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            if (operation.RequestBody?.Content is { } content && content.ContainsKey(Form))
            {
                content[Form] = new OpenApiMediaType { Schema = PostForm() };
            }

            return Task.CompletedTask;
        });
    }

    private static OpenApiSchema PostForm()
    {
        var properties = PostRequest.Fields.ToDictionary(field => field, IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String });
        properties[PostRequest.Image] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "binary",
            Description = "A JPEG, PNG, GIF or WebP file.",
        };
        return new OpenApiSchema { Type = JsonSchemaType.Object, Properties = properties };
    }
}
