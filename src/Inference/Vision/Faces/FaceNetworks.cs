using System.Collections.Immutable;

namespace Moodstream.Inference.Vision.Faces;

/// <summary>The networks that find faces and read their expressions, and the form of what goes in and comes out.</summary>
/// <remarks>They come from the npm package <c>@vladmandic/face-api</c> (MIT); the trainer's command <c>convert-faces</c> makes the files.</remarks>
public static class FaceNetworks
{
    /// <summary>Name of the network that finds faces: <see cref="Input"/> to <see cref="Cells"/>.</summary>
    public const string Detector = "faces-detector";

    /// <summary>Name of the network that reads expressions: <see cref="Input"/> to <see cref="Probabilities"/>.</summary>
    public const string Expressions = "faces-expressions";

    /// <summary>Input of both: bytes [N, side, side, 3], red, green, blue.</summary>
    public const string Input = "pixels";

    /// <summary>Output of the detector: [N, 13, 13, <see cref="NumbersACell"/>].</summary>
    public const string Cells = "cells";

    /// <summary>Output of the other: [N, <see cref="ExpressionCount"/>].</summary>
    public const string Probabilities = "expressions";

    /// <summary>Width and height of the pictures that the detector takes; a picture stands in the left upper corner, on black.</summary>
    public const int PictureSide = 416;

    /// <summary>Width and height of the faces that the other takes.</summary>
    public const int FaceSide = 112;

    /// <summary>Numbers that the detector gives for each of its cells: for each of five boxes place, size and score.</summary>
    public const int NumbersACell = 25;

    /// <summary>Expressions that are told apart: neutral, happy, sad, angry, fearful, disgusted, surprised.</summary>
    public const int ExpressionCount = 7;

    /// <summary>Names of the external networks.</summary>
    public static ImmutableArray<string> Externals { get; } = [Detector, Expressions];
}
