using System.Collections.Immutable;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Inference.Fusion;
using Moodstream.TestKit;

namespace Moodstream.Inference.Tests.Fusion;

[Trait("Category", "Unit")]
public sealed class FusionTests
{
    [Theory]
    [InlineData("sum", true)]
    [InlineData("mean", true)]
    [InlineData("max", true)]
    [InlineData("sum", false)]
    [InlineData("mean", false)]
    [InlineData("max", false)]
    public void The_pool_holds_what_is_there_and_the_stand_ins_of_what_is_not(string pooling, bool missing)
    {
        using var model = FusionHead.Load(TinyModel.Contents(TinyModel.Draft(pooling, missing: missing)), TimeProvider.System);
        float[] text = [1, 2, -3, 4];
        float[] image = [-2, 3, 1, 0.5f];
        float[]? noText = missing ? [0.1f, -0.2f, 0.3f, 0] : null;
        float[]? noImage = missing ? [0, 0.5f, 0, -0.5f] : null;

        var verdict = Assert.Single(model.Classify([Post(("text", text), ("image", image))]));

        AssertClose(Expected(Pool(pooling, text, image)), verdict.Fused.Values);
        Assert.Equal([Modality.Text, Modality.Image], verdict.Opinions.Select(opinion => opinion.Modality));
        AssertClose(Expected(Pool(pooling, text, noImage)), verdict.Opinions[0].Distribution.Values);
        AssertClose(Expected(Pool(pooling, noText, image)), verdict.Opinions[1].Distribution.Values);
    }

    [Fact]
    public void Of_a_post_with_one_modality_the_opinion_is_the_answer()
    {
        using var model = FusionHead.Load(TinyModel.Contents(TinyModel.Draft()), TimeProvider.System);

        var verdict = Assert.Single(model.Classify([Post(("image", [1, 0, 2, 0]))]));

        var opinion = Assert.Single(verdict.Opinions);
        Assert.Equal(Modality.Image, opinion.Modality);
        Assert.Equal(verdict.Fused, opinion.Distribution);
    }

    [Fact]
    public void An_answer_does_not_depend_on_the_batch()
    {
        using var model = FusionHead.Load(TinyModel.Contents(TinyModel.Draft()), TimeProvider.System);
        var posts = Enumerable.Range(0, 67)
            .Select(i => i % 3 == 0
                ? Post(("text", TinyModel.Numbers(4, i, scale: 5)))
                : Post(("image", TinyModel.Numbers(4, i)), ("text", TinyModel.Numbers(4, i + 100))))
            .ToArray();

        var together = model.Classify([.. posts]);

        for (var i = 0; i < posts.Length; i++)
        {
            var alone = Assert.Single(model.Classify([posts[i]]));
            AssertClose([.. alone.Fused.Values], together[i].Fused.Values);
            Assert.All(alone.Opinions.Zip(together[i].Opinions), pair => AssertClose([.. pair.First.Distribution.Values], pair.Second.Distribution.Values));
        }
    }

    [Fact]
    public void Vectors_that_are_not_the_models_are_refused()
    {
        using var model = FusionHead.Load(TinyModel.Contents(TinyModel.Draft(image: false)), TimeProvider.System);

        Assert.Throws<ArgumentException>(() => model.Classify([Post()]));
        Assert.Throws<ArgumentException>(() => model.Classify([Post(("text", [1, 2, 3]))]));
        Assert.Throws<ArgumentException>(() => model.Classify([Post(("image", [1, 2, 3, 4]))]));
        Assert.Throws<ArgumentException>(() => model.Classify([Post(("text", [1, 2, 3, 4]), ("text", [1, 2, 3, 4]))]));
        Assert.Throws<ModelVersionException>(() => model.Classify([[Post(("text", [1, 2, 3, 4]))[0] with { ModelVersion = "another" }]]));
        Assert.Empty(model.Classify([]));
    }

    private static ImmutableArray<Embedding> Post(params (string Modality, float[] Vector)[] vectors) =>
        [.. vectors.Select(each => new Embedding { Modality = new(each.Modality), ModelVersion = "", Vector = [.. each.Vector] })];

    private static float[] Pool(string pooling, params float[]?[] vectors)
    {
        var there = vectors.OfType<float[]>().ToArray();
        return
        [
            .. Enumerable.Range(0, TinyModel.Dimension).Select(i => pooling switch
            {
                "sum" => there.Sum(vector => vector[i]),
                "mean" => there.Average(vector => vector[i]),
                _ => there.Max(vector => vector[i]),
            }),
        ];
    }

    /// <summary>The head of the tiny model and the softmax, written out.</summary>
    private static double[] Expected(float[] pooled)
    {
        var hidden = Linear(pooled.Select(value => (double)value).ToArray(), TinyModel.Numbers(32, 5), TinyModel.Numbers(8, 6))
            .Select(value => Math.Max(value, 0)).ToArray();
        var exponentials = Linear(hidden, TinyModel.Numbers(24, 7, scale: 3), TinyModel.Numbers(3, 8)).Select(logit => Math.Exp(logit / 1.5)).ToArray();
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }

    private static double[] Linear(double[] input, float[] weights, float[] bias) =>
        [.. bias.Select((b, row) => b + input.Select((x, column) => x * weights[(row * input.Length) + column]).Sum())];

    private static void AssertClose(double[] expected, IEnumerable<float> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));

    private static void AssertClose(float[] expected, IEnumerable<float> actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
}
