using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;

namespace Moodstream.Trainer.Commands;

/// <summary>Writes the answers of <c>predict</c>.</summary>
internal static class PredictionJson
{
    /// <summary>
    /// One line: <c>line</c>, <c>id</c>, <c>emotion</c>, <c>confidence</c>, <c>probabilities</c> by label, and <c>opinions</c> by
    /// modality with the same three, for a text <c>lang</c> and <c>coverage</c>, <c>unread</c> as in events where a part could not be read, and <c>path</c> where there are several ways; or <c>error</c> with <c>type</c> and <c>message</c>.
    /// </summary>
    public static string Write(PostLine line, Prediction prediction, ModelInfo model)
    {
        JsonObject answer = new() { ["line"] = line.Line, ["id"] = line.Id };
        if (prediction.Verdict is not { } verdict)
        {
            var failure = line.Problem ?? prediction.Failure
                ?? new PostFailure("content-missing", $"The post has none of {string.Join(", ", model.Modalities)}.");
            answer["error"] = new JsonObject { ["type"] = failure.Type, ["message"] = failure.Message };
            return answer.ToJsonString(JsonSerializerOptions.Web);
        }

        Add(answer, verdict.Fused);
        if (verdict.Coverage is { } coverage)
        {
            answer["lang"] = verdict.Language;
            answer["coverage"] = coverage;
        }

        if (prediction.Unread is { } unread)
        {
            answer["unread"] = JsonSerializer.SerializeToNode(unread);
        }

        if (verdict.Model.Path is { } path)
        {
            answer["path"] = path;
        }

        JsonObject opinions = [];
        foreach (var opinion in verdict.Opinions)
        {
            JsonObject one = [];
            Add(one, opinion.Distribution);
            opinions[opinion.Modality.Name] = one;
        }

        answer["opinions"] = opinions;
        return answer.ToJsonString(JsonSerializerOptions.Web);
    }

    private static void Add(JsonObject target, EmotionDistribution distribution)
    {
        target["emotion"] = distribution.Top;
        target["confidence"] = distribution.Confidence;
        target["probabilities"] = new JsonObject(
            distribution.Labels.Zip(distribution.Values).Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.First, pair.Second)));
    }
}
