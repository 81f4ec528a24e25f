using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Inference.Models;

namespace Moodstream.Trainer.Commands;

/// <summary>Writes the answers of <c>predict</c>.</summary>
internal static class PredictionJson
{
    /// <summary>
    /// One line: <c>line</c>, <c>id</c>, <c>emotion</c>, <c>confidence</c>, <c>probabilities</c> by label, and <c>opinions</c> by
    /// modality with the same three; or <c>error</c> with <c>type</c> and <c>message</c>.
    /// </summary>
    public static string Write(PostLine line, Prediction prediction, ModelInfo model)
    {
        JsonObject answer = new() { ["line"] = line.Line, ["id"] = line.Id };
        if (prediction.Classification is not { } classification)
        {
            var failure = line.Problem ?? prediction.Failure
                ?? new ContentFailure("content-missing", $"The post has none of {string.Join(", ", model.Modalities)}.");
            answer["error"] = new JsonObject { ["type"] = failure.Type, ["message"] = failure.Message };
            return answer.ToJsonString(JsonSerializerOptions.Web);
        }

        Add(answer, classification.Fused, model.Labels);
        JsonObject opinions = [];
        foreach (var opinion in classification.Opinions)
        {
            JsonObject one = [];
            Add(one, opinion.Probabilities, model.Labels);
            opinions[opinion.Modality] = one;
        }

        answer["opinions"] = opinions;
        return answer.ToJsonString(JsonSerializerOptions.Web);
    }

    private static void Add(JsonObject target, ImmutableArray<float> probabilities, ImmutableArray<string> labels)
    {
        int best = probabilities.IndexOf(probabilities.Max());
        target["emotion"] = labels[best];
        target["confidence"] = probabilities[best];
        target["probabilities"] = new JsonObject(labels.Zip(probabilities).Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.First, pair.Second)));
    }
}
