using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Moodstream.Inference.Onnx;

namespace Moodstream.Inference.Vision.Pixels;

/// <summary>What goes into the networks that see pictures: bytes [N, side, side, 3], red, green, blue.</summary>
internal static class PixelTensor
{
    /// <summary>Makes room for pictures; what is in it is undefined.</summary>
    /// <param name="pictures">How many, N.</param>
    /// <param name="side">Their width and height.</param>
    public static OrtValue Create(int pictures, int side) =>
        OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.UInt8, [pictures, side, side, 3]);

    /// <summary>Has a network on the CPU look at a black picture, after which it gives what others took back to the system.</summary>
    /// <param name="session">The network, in a session that keeps memory.</param>
    /// <param name="input">Its input.</param>
    /// <param name="side">Width and height of the pictures that it takes.</param>
    /// <param name="output">One of its outputs.</param>
    public static void GiveMemoryBack(InferenceSession session, string input, int side, string output)
    {
        using var pixels = Create(1, side);
        pixels.GetTensorMutableDataAsSpan<byte>().Clear();
        using var run = OnnxSessions.CreateShrinkingRun();
        session.Run(run, [input], [pixels], [output]).Dispose();
    }
}
