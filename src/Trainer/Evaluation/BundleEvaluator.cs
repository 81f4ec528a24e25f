using System.Collections.Immutable;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Scoring;

namespace Moodstream.Trainer.Evaluation;

/// <summary>Runs a bundle over labelled posts, exactly as serving would.</summary>
internal static class BundleEvaluator
{
    private const int PostsAtOnce = 64;

    /// <summary>Classifies the posts.</summary>
    /// <param name="model">The bundle.</param>
    /// <param name="posts">Posts whose labels are indexes into the model's.</param>
    /// <param name="progress">Told how many are done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The predictions from all that each post has, under the name <see cref="string.Empty"/>, and from each modality alone; logarithms of
    /// probabilities stand for logits.
    /// </returns>
    /// <exception cref="TrainerException">A post cannot be encoded.</exception>
    public static async Task<IReadOnlyDictionary<string, Predictions>> RunAsync(
        IEmotionModel model, ImmutableArray<LabelledPost> posts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        Dictionary<string, List<(int Post, float[] Logits)>> views = new(StringComparer.Ordinal) { [""] = [] };
        foreach (var modality in model.Info.Modalities)
        {
            views[modality.Name] = [];
        }

        foreach (int[] batch in Enumerable.Range(0, posts.Length).Chunk(PostsAtOnce))
        {
            var contents = await Task.WhenAll(batch.Select(post => ReadAsync(posts[post], cancellationToken)));
            var predictions = await model.PredictAsync(contents, null, cancellationToken);
            foreach (var (post, prediction) in batch.Zip(predictions))
            {
                var verdict = prediction.WholeVerdict ?? throw new TrainerException(
                    $"{posts[post].Location}: {prediction.Failure?.Message ?? $"the post has none of {string.Join(", ", model.Info.Modalities)}."}");
                views[""].Add((post, Logarithms(verdict.Fused.Values)));
                foreach (var opinion in verdict.Opinions)
                {
                    views[opinion.Modality.Name].Add((post, Logarithms(opinion.Distribution.Values)));
                }
            }

            progress?.Report(batch[^1] + 1);
        }

        return views.ToDictionary(
            view => view.Key,
            view => new Predictions(
                [.. view.Value.Select(entry => entry.Post)],
                [.. view.Value.Select(entry => posts[entry.Post].Label)],
                [.. view.Value.Select(entry => entry.Logits)]));
    }

    private static async Task<PostContent> ReadAsync(LabelledPost post, CancellationToken cancellationToken) => new()
    {
        Text = post.Text,
        Image = post.Picture is null ? null : await File.ReadAllBytesAsync(post.Picture, cancellationToken),
        Source = post.PostSource,
    };

    private static float[] Logarithms(ImmutableArray<float> probabilities) =>
        [.. probabilities.Select(probability => MathF.Log(Math.Max(probability, 1e-12f)))];
}
