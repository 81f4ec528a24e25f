using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Moodstream.Trainer.Modalities;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Training;

/// <summary>The checkpoints of a command that trains one or more models.</summary>
/// <param name="folder">Folder that holds them while the command is not done.</param>
internal sealed class CheckpointFolder(string folder)
{
    /// <summary>The checkpoint of one model and seed.</summary>
    public Checkpoint Of(ModelKind kind, Recipe recipe, PreparedData data, int seed)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append($"{kind.Name} {seed} {JsonSerializer.Serialize(recipe)} {string.Join(' ', data.Corpus.Labels)}");
        foreach (var post in data.Train.Posts)
        {
            Append($"{post.Location} {post.Label} {post.Text} {post.Picture} {post.PostSource}");
        }

        foreach (var (text, lesson) in data.Train.Lessons.OrderBy(lesson => lesson.Key, StringComparer.Ordinal))
        {
            Append($"{text} {string.Join(' ', lesson)}");
        }

        foreach (var modality in data.Modalities)
        {
            Append(modality.Name);
            foreach (string entry in modality.Vocabulary)
            {
                Append(entry);
            }
        }

        return new Checkpoint(Path.Combine(folder, $"{kind.Name}-{seed}.checkpoint"), Convert.ToHexStringLower(hash.GetHashAndReset()));

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
    }

    /// <summary>Takes them away: the command is done.</summary>
    public void Delete()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
