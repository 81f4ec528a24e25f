namespace Moodstream.Inference.Vision;

/// <summary>
/// What a decoder reads. It is here that a decode ends when its processor time is up: decoders look at no token while they unpack, but come back for
/// more bytes. What they do between two reads is bounded by the sizes that were checked before.
/// </summary>
/// <param name="buffer">Holds the bytes.</param>
/// <param name="length">How many they are.</param>
/// <param name="isDue">Whether the time is up.</param>
internal sealed class PictureStream(byte[] buffer, int length, Func<bool> isDue) : MemoryStream(buffer, 0, length, writable: false)
{
    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The time is up.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        Check();
        return base.Read(buffer, offset, count);
    }

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The time is up.</exception>
    public override int Read(Span<byte> buffer)
    {
        Check();
        return base.Read(buffer);
    }

    private void Check()
    {
        if (isDue())
        {
            throw new OperationCanceledException("The decode has used up its processor time.");
        }
    }
}
