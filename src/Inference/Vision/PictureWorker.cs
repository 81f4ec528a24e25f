using System.Buffers;
using Moodstream.Inference.Options;
using Moodstream.Inference.Vision.Files;
using Moodstream.Inference.Vision.Workers;
using SixLabors.ImageSharp;

namespace Moodstream.Inference.Vision;

/// <summary>What a process does that decodes pictures for another one: see <see cref="PictureOptions.Worker"/>.</summary>
public static class PictureWorker
{
    /// <summary>The argument by which the program is started so.</summary>
    public const string Verb = WorkerProgram.Verb;

    /// <summary>Decodes until there are no more requests. It writes down nothing of the pictures.</summary>
    /// <param name="requests">Where requests come from.</param>
    /// <param name="answers">Where answers go.</param>
    public static void Run(Stream requests, Stream answers)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(answers);
        InheritedSockets.Close();
        try
        {
            var options = WorkerFrames.ReadLimits(requests);
            PictureDecoder decoder = new(options);
            answers.WriteByte(WorkerFrames.Ready);
            answers.Flush();
            while (true)
            {
                var (sizes, length) = WorkerFrames.ReadRequest(requests);
                var file = ArrayPool<byte>.Shared.Rent(length);
                requests.ReadExactly(file, 0, length);

                // Decoded elsewhere, so that this thread sees at once that the requests, and with them the program that sent them, have come to an end.
                _ = Task.Run(() => AnswerAsync(decoder, options, file, length, sizes, answers));
            }
        }
        catch (EndOfStreamException)
        {
        }
    }

    private static async Task AnswerAsync(PictureDecoder decoder, PictureOptions options, byte[] file, int length, Size[] sizes, Stream answers)
    {
        using var decoded = await decoder.DecodeAsync(file.AsMemory(0, length), sizes);
        ArrayPool<byte>.Shared.Return(file);
        if (!decoded.IsDecoded)
        {
            var reasons = PictureFailures.OfDecoding(options.MaxCpuMs);
            answers.WriteByte((byte)(1 + Math.Max(0, Array.IndexOf(reasons, decoded.Failure))));
        }
        else
        {
            answers.WriteByte(WorkerFrames.Decoded);
            answers.Write(decoded.Picture.Pixels);
            answers.Write(decoded.Whole is { } whole ? whole.Pixels : default);
        }

        answers.Flush();
    }
}
