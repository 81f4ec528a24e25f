using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Modalities.Sentences;
using Moodstream.Trainer.Numerics;
using Moodstream.Trainer.Training;
using TorchSharp;

namespace Moodstream.Trainer.Tests.Modalities.Sentences;

[Trait("Category", "Network")]
public sealed class MiniLmNetworkTests
{
    private static readonly string[] Texts =
        ["fine", "", "I can not believe how lucky we were with the weather today", string.Join(' ', Enumerable.Repeat("a very long story", 16))];

    [Theory]
    [InlineData(6)]
    [InlineData(3)]
    [InlineData(1)]
    public async Task Before_training_it_gives_the_vectors_that_serving_gives(int layers)
    {
        SentenceNetwork start = new() { Layers = layers };
        using MiniLmNetwork network = new(rank: 2, usesBFloat16: false, start);
        network.eval();
        await using var served = SentenceFeaturizer.Load(new InferenceOptions { Devices = "cpu" }, network: start);

        using var vectors = network.forward(Pieces());

        var expected = await served.FeaturizeAsync(Texts, TestContext.Current.CancellationToken);
        for (int text = 0; text < Texts.Length; text++)
        {
            using var row = vectors[text];
            Assert.All(row.Numbers().Zip(expected[text]), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        }
    }

    [Fact]
    public void Training_changes_every_matrix_and_nothing_but_their_updates()
    {
        using MiniLmNetwork network = new(rank: 2, usesBFloat16: false, SentenceNetwork.Whole);
        using AdamW optimizer = new([new ParameterGroup([.. network.parameters()], Rate: 1e-2, Decay: 0)]);
        using var before = network.forward(Pieces());
        for (int step = 0; step < 2; step++)
        {
            optimizer.ZeroGradients();
            using var loss = network.forward(Pieces()).slice(1, 0, 1, 1).sum();
            loss.backward();
            optimizer.Step(1);
        }

        using var after = network.forward(Pieces());
        using var difference = (after - before).slice(1, 0, 1, 1).sum();

        Assert.True(difference.item<float>() < -0.1);
        Assert.Equal(2 * 6 * 6, network.parameters().Count());
        Assert.All(network.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Training_goes_on_from_what_an_earlier_one_changed()
    {
        using MiniLmNetwork earlier = new(rank: 2, usesBFloat16: false, SentenceNetwork.Whole);
        using (torch.no_grad())
        {
            foreach (var parameter in earlier.parameters())
            {
                using var noise = torch.randn(parameter.shape) * 0.02f;
                parameter.add_(noise);
            }
        }

        earlier.Finish();
        using MiniLmNetwork later = new(rank: 2, usesBFloat16: false, new SentenceNetwork { Update = earlier.Export() });

        using var before = earlier.forward(Pieces());
        using var after = later.forward(Pieces());
        Assert.All(before.Numbers().Zip(after.Numbers()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.Throws<TrainerException>(() => new MiniLmNetwork(rank: 3, usesBFloat16: false, new SentenceNetwork { Update = earlier.Export() }));
    }

    [Fact]
    public void In_bfloat16_training_gives_nearly_the_same_vectors()
    {
        using MiniLmNetwork exact = new(rank: 2, usesBFloat16: false, SentenceNetwork.Whole);
        using MiniLmNetwork rounded = new(rank: 2, usesBFloat16: true, SentenceNetwork.Whole);

        using var expected = exact.forward(Pieces());
        using var vectors = rounded.forward(Pieces());

        using var cosines = (expected * vectors).sum(1);
        Assert.All(cosines.Numbers(), cosine => Assert.InRange(cosine, 0.999f, 1.001f));
        Assert.NotEqual(expected.Numbers(), vectors.Numbers());
    }

    private static torch.Tensor Pieces()
    {
        var tokenizer = SentenceTokenizer.Load(new InferenceOptions());
        long[] padded = [.. Texts.SelectMany(text => Pad(tokenizer.Encode(text)[0]))];
        return torch.tensor(padded, Texts.Length, SentenceTokenizer.MaxPieces);

        static IEnumerable<long> Pad(long[] ids) => ids.Concat(Enumerable.Repeat(0L, SentenceTokenizer.MaxPieces - ids.Length));
    }
}
