using Microsoft.ML.OnnxRuntime;

namespace Moodstream.Inference.Onnx;

/// <summary>Rows that a network has computed, where it left them; valid until they are disposed.</summary>
/// <param name="outputs">The network's outputs, of which the first counts; becomes this one's.</param>
internal readonly ref struct OnnxRows(IDisposableReadOnlyCollection<OrtValue>? outputs)
{
    /// <summary>The numbers, row after row. The caller may change them.</summary>
    public Span<float> Values => outputs is null ? [] : outputs[0].GetTensorMutableDataAsSpan<float>();

    /// <summary>Gives them back.</summary>
    public void Dispose() => outputs?.Dispose();
}
