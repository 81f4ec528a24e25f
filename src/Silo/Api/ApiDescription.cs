using System.Collections.Immutable;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Api;

/// <summary>Says in the API's description what reflection cannot find out.</summary>
internal static class ApiDescription
{
    private const string Form = "multipart/form-data";

    /// <summary>What clients send; its properties may be left out.</summary>
    private static readonly Type[] Sent = [typeof(PostDocument), typeof(PictureDocument), typeof(BatchDocument)];

    /// <summary>Adds the description.</summary>
    /// <param name="options">Options of the description.</param>
    public static void Describe(this OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Moodstream";
            document.Info.Description =
                "The emotions of social posts: live, by user, and on demand.\n\n"
                + "Version 1 only grows: fields, parameters and values of enumerations may be added at any time, so ignore what you do not know. "
                + "What is there keeps its name and its meaning; what cannot, comes under /api/v2 beside it.";
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
                Describe(schema);
            }
            else if (type == typeof(IReadOnlyDictionary<string, EmotionDistribution>))
            {
                var probabilities = new OpenApiSchema();
                Describe(probabilities);
                schema.AdditionalProperties = probabilities;
            }
            else if (type == typeof(ImmutableArray<Opinion>))
            {
                schema.Type = JsonSchemaType.Object;
                schema.Items = null;
                schema.AdditionalProperties = OpinionSchema();
            }
            else if (type == typeof(ImmutableArray<Modality>))
            {
                schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
            }
            else if (type == typeof(OffsetTime) || type == typeof(DateTimeOffset))
            {
                schema.Type = JsonSchemaType.String | (type == context.JsonTypeInfo.Type ? 0 : JsonSchemaType.Null);
                schema.Format = "date-time";
            }
            else if (type.IsEnum)
            {
                schema.Type = JsonSchemaType.String;
            }
            else if (schema.Properties is { Count: > 0 } properties && type.Namespace?.StartsWith("Moodstream", StringComparison.Ordinal) == true && !Sent.Contains(type))
            {
                // An answer has all its properties, also those that are null.
                schema.Required = properties.Keys.ToHashSet(StringComparer.Ordinal);
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

    private static void Describe(OpenApiSchema probabilities)
    {
        probabilities.Type = JsonSchemaType.Object;
        probabilities.AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "float" };
    }

    /// <summary>An opinion, which stands in JSON under the name of its modality.</summary>
    private static OpenApiSchema OpinionSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string>(StringComparer.Ordinal) { "emotion", "confidence" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["emotion"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["confidence"] = new OpenApiSchema { Type = JsonSchemaType.Number, Format = "float" },
        },
    };

    private static OpenApiSchema PostForm()
    {
        var properties = FormPost.Fields.ToDictionary(field => field, IOpenApiSchema (_) => new OpenApiSchema { Type = JsonSchemaType.String });
        properties[FormPost.Image] = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "binary",
            Description = "A JPEG, PNG, GIF or WebP file.",
        };
        return new OpenApiSchema { Type = JsonSchemaType.Object, Properties = properties };
    }
}
