using Moodstream.Abstractions.Posts;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Silo.Api;

/// <summary>Classifies posts for those who ask over HTTP; stores nothing.</summary>
/// <param name="grains">Where the model is.</param>
internal sealed class RequestClassifier(IGrainFactory grains)
{
    /// <summary>Classifies a post by what it brings now, also where it announces further parts.</summary>
    /// <param name="reading">What became of the request's post.</param>
    /// <param name="cancellationToken">The caller left.</param>
    /// <returns>The answer, or why the post can never be classified.</returns>
    public async Task<(ClassificationAnswer? Answer, PostFailure? Failure)> ClassifyAsync(PostReading reading, CancellationToken cancellationToken)
    {
        if (reading.Post is not { } post)
        {
            return (null, reading.Failure);
        }

        var (outcome, opinions) = await grains.GetGrain<IPostRouter>(0).Explain(post with { Expects = [] }, cancellationToken);
        return outcome switch
        {
            { Event: { } emotion } => (ClassificationAnswer.Of(emotion, opinions), null),
            { Failure: { } failure } => (null, failure),
            _ => throw new InvalidOperationException("The router answered neither an event nor a failure for a complete post."),
        };
    }
}
