using System.CommandLine;
using Moodstream.Inference.Vision;
using Moodstream.Silo.Startup;

namespace Moodstream.Silo.Cli;

/// <summary><c>decode-pictures</c>: what a silo starts for itself, to decode pictures in a process that can be killed.</summary>
internal sealed class DecodePicturesCommand : Command
{
    /// <summary>Makes the command.</summary>
    public DecodePicturesCommand()
        : base(PictureWorker.Verb, "Decode pictures for the silo that started this process (Inference:Pictures:Worker).")
    {
        Hidden = true;
        SetAction(_ =>
        {
            // Ctrl+C and supervisors signal all processes, but the silo still has pictures to decode while it drains: its end is this one's.
            using var deaf = new StopSignal();
            PictureWorker.Run(Console.OpenStandardInput(), Console.OpenStandardOutput());
            return 0;
        });
    }
}
