using Moodstream.Inference.Onnx;
using Moodstream.Inference.Quantization;

namespace Moodstream.Inference.Sentence;

/// <summary>Which network reads sentences: how many of MiniLM's layers, and what training changed in them.</summary>
public sealed record SentenceNetwork
{
    /// <summary>Layers of all-MiniLM-L6-v2.</summary>
    public const int AllLayers = 6;

    /// <summary>MiniLM as it comes with the program.</summary>
    public static SentenceNetwork Whole { get; } = new();

    /// <summary>Layers that are computed, the lowest of them, 1–<see cref="AllLayers"/>. What a text costs goes nearly in step with them.</summary>
    public int Layers { get; init; } = AllLayers;

    /// <summary>What training changed; null where it changed nothing.</summary>
    public NetworkUpdate? Update { get; init; }

    /// <summary>Where its values lie, so that it is computed in bytes; null to compute it in floats.</summary>
    public NetworkRanges? Ranges { get; init; }
}
