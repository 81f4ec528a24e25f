namespace Moodstream.Inference.Models;

/// <summary>A device that this process runs models on.</summary>
/// <param name="Id">Its id, such as <c>cpu:0</c> or <c>cuda:1</c>.</param>
/// <param name="Provider">The execution provider that its sessions really got, such as <c>CPUExecutionProvider</c>.</param>
public sealed record InferenceDevice(string Id, string Provider);
