using TorchSharp;

namespace Moodstream.Trainer.Models;

/// <summary>One modality of a batch in the common space.</summary>
/// <param name="Modality">Its name.</param>
/// <param name="Vectors">[posts, width]; 0 where a post lacks the modality.</param>
/// <param name="Present">[posts], true where a post has it.</param>
/// <param name="Rows">Indexes of the posts that have it.</param>
internal sealed record EncodedModality(string Modality, torch.Tensor Vectors, torch.Tensor Present, IReadOnlyList<int> Rows);
