using Moodstream.Inference.Models;

namespace Moodstream.Inference.Encoders;

/// <summary>A kind of encoder that bundles can ask for.</summary>
/// <param name="Name">Its name in manifests.</param>
/// <param name="Externals">Networks that come with the program and that it needs.</param>
/// <param name="Create">Makes an encoder; it is disposed of where it is disposable. Each device gets one, unless the first says that it needs none.</param>
internal sealed record EncoderKind(string Name, IReadOnlyList<string> Externals, Func<EncoderContext, IModalityEncoder> Create);
