namespace Moodstream.Benchmarks.Posts;

/// <summary>So many posts of a load.</summary>
/// <param name="Load">Makes the messages.</param>
/// <param name="Count">How many posts.</param>
internal sealed record PostBatch(PostLoad Load, int Count)
{
    private const int BytesAround = 100;
    private const int Looked = 200;

    /// <summary>How many messages they take.</summary>
    public int Messages => Count * Load.MessagesPerPost;

    /// <summary>Bytes of a message in a broker, on average, looked up in the first of them.</summary>
    public double BytesPerMessage => Enumerable.Range(0, Looked).Average(message => Load.Make(message) is var (key, value) ? key.Length + value.Length + BytesAround : 0);
}
