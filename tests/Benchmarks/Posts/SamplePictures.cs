using Moodstream.TestKit;

namespace Moodstream.Benchmarks.Posts;

/// <summary>The photographs of the samples, in turn.</summary>
internal sealed class SamplePictures
{
    private readonly Lazy<string[]> _pictures = new(static () =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "samples", "images"), "*.jpg")
            .Order(StringComparer.Ordinal).Select(static file => Convert.ToBase64String(File.ReadAllBytes(file))),
    ]);

    /// <summary>A picture's file, in base64.</summary>
    /// <param name="number">Decides which one.</param>
    public string Base64(int number) => _pictures.Value[number % _pictures.Value.Length];
}
