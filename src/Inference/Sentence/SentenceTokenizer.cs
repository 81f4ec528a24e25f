using FastBertTokenizer;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Options;
using Moodstream.Inference.Reading;

namespace Moodstream.Inference.Sentence;

/// <summary>Splits texts into the word pieces that all-MiniLM-L6-v2 reads. Safe for concurrent use.</summary>
public sealed class SentenceTokenizer
{
    /// <summary>Most pieces of a text that are read, those at its start and end included. Training saw no longer texts.</summary>
    public const int MaxPieces = 128;

    /// <summary>Most words that are read at once, so that their pieces find room; a longer text is read in parts.</summary>
    public const int MaxWords = 64;

    /// <summary>Most parts of a text that are read; of a longer one they are spread over it.</summary>
    public const int MaxParts = 8;

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

    /// <summary>The ids of the pieces of each part of a text, none of them 0; even an empty text has a part, with those of its start and end.</summary>
    public long[][] Encode(string text) => [.. SentenceText.Pieces(text, MaxWords, MaxParts).Select(EncodePart)];

    private long[] EncodePart(string text)
    {
        Span<long> ids = stackalloc long[MaxPieces];
        Span<long> mask = stackalloc long[MaxPieces];
        return ids[.._pieces.Encode(text, ids, mask)].ToArray();
    }
}
