using Moodstream.Abstractions.Models;
using Moodstream.Grains.Interfaces.Classifying;

namespace Moodstream.Grains.Routing;

/// <summary>What became of a post's content in the encoders and in the classifier.</summary>
/// <param name="Encoded">What the encoders made of it.</param>
/// <param name="Verdict">What the classifier says; null where <see cref="EncodedPost.Failure"/> is set, or where it still needs a device.</param>
internal sealed record JudgedPost(EncodedPost Encoded, Verdict? Verdict);
