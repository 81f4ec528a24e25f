using Microsoft.ML.OnnxRuntime;
using Moodstream.Inference.Devices;
using Moodstream.Inference.Models;
using Moodstream.Inference.Onnx;
using Moodstream.Inference.Vision.Pixels;

namespace Moodstream.Inference.Vision.Faces;

/// <summary>Finds faces in pictures and reads their expressions, in batches on one device. Safe for concurrent use.</summary>
/// <remarks>A picture's cost is bounded: it is looked at in one size, and <see cref="FaceFinder.MostFaces"/> of its faces at most.</remarks>
internal sealed class FaceReader : IDisposable
{
    // The detector's first layer takes 11 MB a picture, a face's 2 MB.
    private const int PicturesAtOnce = 4;
    private const int FacesAtOnce = 32;
    private const int Colours = 3;
    private const int BytesAFace = FaceNetworks.FaceSide * FaceNetworks.FaceSide * Colours;

    private readonly InferenceSession _detector;
    private readonly InferenceSession _expressions;

    /// <summary>Loads the networks.</summary>
    /// <exception cref="ModelBundleException">A network is missing.</exception>
    public FaceReader(NetworkFolder networks, ComputeDevice device)
    {
        _detector = device.CreateSession(networks.Read(FaceNetworks.Detector), keepsMemory: true);
        _expressions = device.CreateSession(networks.Read(FaceNetworks.Expressions), keepsMemory: true);
    }

    /// <summary>Reads the faces of pictures.</summary>
    /// <param name="pictures">Pictures whose longer side is <see cref="FaceNetworks.PictureSide"/>.</param>
    /// <returns>For each picture, in order, the numbers of <see cref="FaceFeatures"/>.</returns>
    public IReadOnlyList<float[]> Read(IReadOnlyList<RgbPicture> pictures)
    {
        IReadOnlyList<FaceBox>[] faces = [.. pictures.Chunk(PicturesAtOnce).SelectMany(Find)];
        (RgbPicture Picture, FaceBox Face)[] all = [.. pictures.Zip(faces).SelectMany(pair => pair.Second.Select(face => (pair.First, face)))];
        ReadOnlySpan<float> expressions = (float[])[.. all.Chunk(FacesAtOnce).SelectMany(ReadExpressions)];
        var features = new float[pictures.Count][];
        for (var i = 0; i < features.Length; i++)
        {
            var numbers = faces[i].Count * FaceNetworks.ExpressionCount;
            features[i] = FaceFeatures.Of(faces[i], expressions[..numbers], pictures[i].Width * pictures[i].Height);
            expressions = expressions[numbers..];
        }

        return features;
    }

    /// <summary>Gives what pictures took back to the system; for networks on the CPU.</summary>
    public void GiveMemoryBack()
    {
        PixelTensor.GiveMemoryBack(_detector, FaceNetworks.Input, FaceNetworks.PictureSide, FaceNetworks.Cells);
        PixelTensor.GiveMemoryBack(_expressions, FaceNetworks.Input, FaceNetworks.FaceSide, FaceNetworks.Probabilities);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _detector.Dispose();
        _expressions.Dispose();
    }

    private IReadOnlyList<FaceBox>[] Find(RgbPicture[] pictures)
    {
        using var pixels = PixelTensor.Create(pictures.Length, FaceNetworks.PictureSide);
        var target = pixels.GetTensorMutableDataAsSpan<byte>();
        target.Clear();
        foreach (var picture in pictures)
        {
            var width = picture.Width * Colours;
            for (var row = 0; row < picture.Height; row++)
            {
                picture.Pixels.Slice(row * width, width).CopyTo(target[(row * FaceNetworks.PictureSide * Colours)..]);
            }

            target = target[(FaceNetworks.PictureSide * FaceNetworks.PictureSide * Colours)..];
        }

        using var run = new RunOptions();
        using var outputs = _detector.Run(run, [FaceNetworks.Input], [pixels], [FaceNetworks.Cells]);
        var cells = outputs[0].GetTensorDataAsSpan<float>();
        var found = new IReadOnlyList<FaceBox>[pictures.Length];
        for (var i = 0; i < found.Length; i++)
        {
            var length = cells.Length / pictures.Length;
            found[i] = FaceFinder.Find(cells.Slice(i * length, length), pictures[i].Width, pictures[i].Height);
        }

        return found;
    }

    private float[] ReadExpressions((RgbPicture Picture, FaceBox Face)[] faces)
    {
        using var pixels = PixelTensor.Create(faces.Length, FaceNetworks.FaceSide);
        var target = pixels.GetTensorMutableDataAsSpan<byte>();
        foreach (var (picture, face) in faces)
        {
            FaceCutter.Cut(picture, face, target[..BytesAFace]);
            target = target[BytesAFace..];
        }

        using var run = new RunOptions();
        using var outputs = _expressions.Run(run, [FaceNetworks.Input], [pixels], [FaceNetworks.Probabilities]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
