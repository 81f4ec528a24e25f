using Moodstream.Inference.Models;

namespace Moodstream.Inference.Encoders;

/// <summary>A kind of encoder that bundles can ask for.</summary>
/// <param name="Name">Its name in manifests.</param>
/// <param name="UsesDevice">Whether each device needs an encoder of its own; otherwise all share one.</param>
/// <param name="Externals">Networks that come with the program and that it needs.</param>
/// <param name="Create">Makes an encoder; it is disposed of where it is disposable.</param>
internal sealed record EncoderKind(string Name, bool UsesDevice, IReadOnlyList<string> Externals, Func<EncoderContext, IModalityEncoder> Create);
