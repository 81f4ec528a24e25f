using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Sentence;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Numerics;
using TorchSharp;
using TorchSharp.Modules;

namespace Moodstream.Trainer.Modalities.Sentences;

/// <summary>all-MiniLM-L6-v2 as a network that can be trained further, by updates of low rank.</summary>
internal sealed class MiniLmNetwork : torch.nn.Module<torch.Tensor, torch.Tensor>
{
    private const int MatricesALayer = 6;

    // Texts of like lengths, few at a time, need little padding.
    private const int TextsAtOnce = 32;

    private readonly torch.Tensor _pieces;
    private readonly torch.Tensor _positions;
    private readonly FrozenNorm _norm;
    private readonly ModuleList<MiniLmLayer> _layers;

    /// <summary>Makes the network.</summary>
    /// <param name="rank">Rank of the updates, at least 1.</param>
    /// <param name="usesBFloat16">Whether training multiplies in bfloat16.</param>
    /// <param name="start">How many layers, and an earlier training's change, from which this one goes on.</param>
    /// <exception cref="TrainerException">The earlier change is of another rank.</exception>
    public MiniLmNetwork(int rank, bool usesBFloat16, SentenceNetwork start)
        : base("minilm")
    {
        var weights = NetworkWeights.Read(new InferenceOptions(), SentenceFeaturizer.Network);
        using var segments = Embedding("token_type");
        using var segment = segments[0];
        using var positions = Embedding("position");
        _pieces = Embedding("word");
        _positions = positions.Plus(segment);
        _norm = new FrozenNorm(weights, "embeddings.LayerNorm");
        _layers = new ModuleList<MiniLmLayer>(
        [
            .. weights.NamesOf("MatMul").Chunk(MatricesALayer).Take(start.Layers)
                .Select((matrices, layer) => new MiniLmLayer(weights, matrices, $"encoder.layer.{layer}", rank, usesBFloat16)),
        ]);
        foreach (var matrix in start.Update is null ? [] : _layers.SelectMany(layer => layer.Matrices))
        {
            matrix.StartFrom(start.Update!);
        }

        RegisterComponents();

        torch.Tensor Embedding(string kind)
        {
            string name = $"embeddings.{kind}_embeddings.weight";
            return torch.tensor(weights.ValuesOf(name), weights.ShapeOf(name));
        }
    }

    /// <summary>Ends the training: from here on the network answers as the stored one will.</summary>
    public void Finish()
    {
        foreach (var matrix in _layers.SelectMany(layer => layer.Matrices))
        {
            matrix.Finish();
        }
    }

    /// <summary>What training changed.</summary>
    public NetworkUpdate Export()
    {
        NetworkUpdate update = new();
        foreach (var matrix in _layers.SelectMany(layer => layer.Matrices))
        {
            matrix.AddTo(update);
        }

        return update;
    }

    /// <summary>Takes ids of word pieces [texts, most pieces], padded by 0 at the end, to sentence vectors [texts, 384] of length 1.</summary>
    public override torch.Tensor forward(torch.Tensor input)
    {
        using var counts = input.ne(Scalars.Zero).sum(1).cpu();
        long[] lengths = [.. counts.data<long>()];
        long[] byLength = [.. lengths.Select((length, text) => (length, text)).Order().Select(pair => (long)pair.text)];
        long[] places = new long[byLength.Length];
        for (int place = 0; place < byLength.Length; place++)
        {
            places[byLength[place]] = place;
        }

        var vectors = byLength.Chunk(TextsAtOnce).Select(texts =>
            Vectors(input.index_select(0, torch.tensor(texts, device: input.device)).narrow(1, 0, lengths[texts[^1]])));
        return torch.cat([.. vectors]).index_select(0, torch.tensor(places, device: input.device));
    }

    private torch.Tensor Vectors(torch.Tensor ids)
    {
        long texts = ids.shape[0];
        long longest = ids.shape[1];
        var isPadding = ids.eq(Scalars.Zero);
        var mask = torch.zeros(isPadding.shape, device: ids.device).masked_fill(isPadding, Scalars.NegativeInfinity).reshape(texts, 1, 1, longest);
        var embedded = _pieces.index_select(0, ids.flatten()).reshape(texts, longest, -1).Plus(_positions.slice(0, 0, longest, 1));
        var hidden = _norm.forward(embedded).reshape(texts * longest, -1);
        foreach (var layer in _layers)
        {
            hidden = layer.Forward(hidden, texts, mask);
        }

        var sums = hidden.reshape(texts, longest, -1).masked_fill(isPadding.unsqueeze(-1), Scalars.Zero).sum(1);
        return torch.nn.functional.normalize(sums);
    }
}
