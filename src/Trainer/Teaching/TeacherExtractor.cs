using System.Text;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Models;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Features;

namespace Moodstream.Trainer.Teaching;

/// <summary>What a bundle says of texts: its probabilities, by label.</summary>
internal sealed class TeacherExtractor(IEmotionModel teacher) : IFeatureExtractor
{
    public string CacheName => Opinions.CacheName(teacher.Info);

    public int Width => teacher.Info.Labels.Length;

    public int AtOnce => 512;

    public ValueTask<byte[]> ReadAsync(string content, CancellationToken cancellationToken) => ValueTask.FromResult(Encoding.UTF8.GetBytes(content));

    public async Task<IReadOnlyList<float[]?>> ExtractAsync(IReadOnlyList<(string Name, byte[] Bytes)> contents, CancellationToken cancellationToken)
    {
        var predictions = await teacher.PredictAsync([.. contents.Select(text => new PostContent { Text = text.Name })], null, cancellationToken);
        return
        [
            .. predictions.Select(prediction => prediction.Verdict is { } verdict
                ? verdict.Fused.Values.ToArray()
                : throw new TrainerException("--teacher: the bundle reads no texts.")),
        ];
    }

    public ValueTask DisposeAsync() => teacher.DisposeAsync();
}
