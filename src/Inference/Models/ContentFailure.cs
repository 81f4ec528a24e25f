namespace Moodstream.Inference.Models;

/// <summary>Why a content can never be encoded, however often it is tried.</summary>
/// <param name="Type">Stable slug for machines, such as <c>picture-truncated</c>.</param>
/// <param name="Message">One sentence for people. It never quotes the content.</param>
public sealed record ContentFailure(string Type, string Message);
