using System.Runtime.InteropServices;
using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Numerics;
using TorchSharp;

namespace Moodstream.Trainer.Training;

/// <summary>
/// A training run on disk, so that a run which was stopped goes on where it was. Every step draws its random numbers from the seed and
/// its own number, so a run that was stopped ends as one that was not.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="fingerprint">Of everything that decides the run; a file with another one is not used.</param>
internal sealed class Checkpoint(string file, string fingerprint)
{
    /// <summary>Writes the state; the file appears whole or not at all.</summary>
    /// <param name="step">Steps that are done.</param>
    /// <param name="losses">Sums of losses by epoch.</param>
    /// <param name="state">Every tensor that a step changes.</param>
    public void Save(int step, IReadOnlyList<double> losses, IEnumerable<torch.Tensor> state)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using (BinaryWriter writer = new(File.Create(file + ".part")))
        {
            writer.Write(fingerprint);
            writer.Write(step);
            writer.Write(losses.Count);
            foreach (double loss in losses)
            {
                writer.Write(loss);
            }

            foreach (var tensor in state)
            {
                writer.Write(MemoryMarshal.AsBytes(tensor.Numbers().AsSpan()));
            }
        }

        File.Move(file + ".part", file, overwrite: true);
    }

    /// <summary>Reads the state, if there is one of this run.</summary>
    /// <param name="losses">Receives the sums of losses by epoch.</param>
    /// <param name="state">Receives the values, in the order in which they were written.</param>
    /// <returns>Steps that are done; 0 where there is nothing to go on from.</returns>
    /// <exception cref="TrainerException">The file is cut off or damaged.</exception>
    public int Restore(List<double> losses, IEnumerable<torch.Tensor> state)
    {
        if (!File.Exists(file))
        {
            return 0;
        }

        try
        {
            return Read(losses, state);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentOutOfRangeException)
        {
            throw new TrainerException($"The checkpoint {file} is damaged; delete it to start afresh.", exception);
        }
    }

    private int Read(List<double> losses, IEnumerable<torch.Tensor> state)
    {
        using BinaryReader reader = new(File.OpenRead(file));
        if (reader.ReadString() != fingerprint)
        {
            return 0;
        }

        int step = reader.ReadInt32();
        int epochs = reader.ReadInt32();
        losses.AddRange(Enumerable.Range(0, epochs).Select(_ => reader.ReadDouble()));
        using var noGradient = torch.no_grad();
        foreach (var tensor in state)
        {
            float[] values = new float[tensor.numel()];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
            using var restored = torch.tensor(values, tensor.shape);
            tensor.copy_(restored);
        }

        return step;
    }
}
