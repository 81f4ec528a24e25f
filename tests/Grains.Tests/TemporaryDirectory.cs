using Moodstream.Grains.Options;

namespace Moodstream.Grains.Tests;

/// <summary>A directory that goes with the test.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("moodstream-grains-").FullName;

    public TimelineOptions Options => new() { Path = System.IO.Path.Combine(Path, "timeline") };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
