using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Manifest;
using Moodstream.Inference.Models;

namespace Moodstream.Inference.Onnx;

/// <summary>A small network on the CPU from rows of one width to rows of another. Safe for concurrent use; runs on the caller's thread.</summary>
internal sealed class OnnxFunction : IDisposable
{
    private readonly RunOptions _run = new();
    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private CancellationTokenRegistration _givenUp;

    private OnnxFunction(InferenceSession session, (string Name, int Width) input, (string Name, int Width) output)
    {
        _session = session;
        _inputs = [input.Name];
        _outputs = [output.Name];
        InputWidth = input.Width;
        OutputWidth = output.Width;
    }

    /// <summary>Numbers in a row of the input.</summary>
    public int InputWidth { get; }

    /// <summary>Numbers in a row of the output.</summary>
    public int OutputWidth { get; }

    /// <summary>Loads a network of a bundle and checks its signature.</summary>
    /// <exception cref="ModelBundleException">It is missing, broken, or of other names or widths.</exception>
    public static OnnxFunction Load(BundleContents bundle, string path, (string Name, int Width) input, (string Name, int Width) output)
    {
        InferenceSession session;
        try
        {
            session = OnnxSessions.CreateOnCpu(bundle.Get(path));
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelBundleException($"The network '{path}' of the model bundle {bundle.Location} cannot be loaded; train the model again.", exception);
        }

        if (Fits(session.InputMetadata, input) && Fits(session.OutputMetadata, output))
        {
            OnnxFunction function = new(session, input, output);
            function._givenUp = bundle.GivenUp.UnsafeRegister(static run => ((RunOptions)run!).Terminate = true, function._run);
            return function;
        }

        session.Dispose();
        throw new ModelBundleException(
            $"The network '{path}' of the model bundle {bundle.Location} must lead from '{input.Name}' [N, {input.Width}] to '{output.Name}' [N, {output.Width}]; train the model again.");
    }

    /// <summary>Computes rows.</summary>
    /// <param name="rows">Whole rows of the input.</param>
    /// <returns>As many rows of the output; dispose them when they are read.</returns>
    public OnnxRows Compute(Memory<float> rows)
    {
        if (rows.IsEmpty)
        {
            return default;
        }

        using var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, rows, [rows.Length / InputWidth, InputWidth]);
        return new OnnxRows(_session.Run(_run, _inputs, [input], _outputs));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _givenUp.Dispose();
        _session.Dispose();
        _run.Dispose();
    }

    private static bool Fits(IReadOnlyDictionary<string, NodeMetadata> values, (string Name, int Width) wanted) =>
        values.Count == 1
        && values.TryGetValue(wanted.Name, out var value)
        && value.ElementType == typeof(float)
        && value.Dimensions is [-1, var width]
        && width == wanted.Width;
}
