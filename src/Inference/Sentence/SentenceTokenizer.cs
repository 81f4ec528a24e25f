using FastBertTokenizer;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;

namespace Moodstream.Inference.Sentence;

/// <summary>Splits texts into the word pieces that all-MiniLM-L6-v2 reads. Safe for concurrent use.</summary>
public sealed class SentenceTokenizer
{
    /// <summary>Most pieces of a text that are read, those at its start and end included. Training saw no longer texts.</summary>
    public const int MaxPieces = 128;

    private readonly BertTokenizer _pieces = new();

    internal SentenceTokenizer(NetworkFolder networks)
    {
        using var file = new StreamReader(new MemoryStream(networks.Read(MiniLm.PiecesFile)));
        _pieces.LoadVocabulary(file, convertInputToLowercase: true);
    }

    /// <summary>Loads the pieces.</summary>
    /// <param name="options">Where the networks are.</param>
    /// <exception cref="ModelBundleException">The file is missing.</exception>
    public static SentenceTokenizer Load(InferenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SentenceTokenizer(new NetworkFolder(options));
    }

    /// <summary>The ids of a text's first pieces, none of them 0; even an empty text has those of its start and end.</summary>
    public long[] Encode(string text)
    {
        Span<long> ids = stackalloc long[MaxPieces];
        Span<long> mask = stackalloc long[MaxPieces];
        return ids[.._pieces.Encode(text, ids, mask)].ToArray();
    }
}
