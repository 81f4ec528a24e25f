namespace Moodstream.Inference.Vision.Files;

/// <summary>
/// What a picture's file says of itself before it is decoded, and those of its bytes that a decoder needs: no metadata, one frame, an end.
/// It holds references to the file and copies nothing, so that a picture may wait for its turn.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="format">Its format.</param>
internal sealed class PictureOutline(ReadOnlyMemory<byte> file, PictureFormat format)
{
    /// <summary>Pieces of a file that is no attack: one for each kind of metadata in between, and some more.</summary>
    private const int MaxPieces = 2_000;

    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private int _start;
    private int _end;

    /// <summary>The format.</summary>
    public PictureFormat Format => format;

    /// <summary>Pixels in a row, as stored.</summary>
    public int Width { get; set; }

    /// <summary>Rows, as stored.</summary>
    public int Height { get; set; }

    /// <summary>Pixels.</summary>
    public long Pixels => (long)Width * Height;

    /// <summary>Orientation by EXIF, 1 to 8; 1 is upright.</summary>
    public int Orientation { get; set; } = ExifOrientation.Upright;

    /// <summary>Whether width and height change places when the picture is turned upright.</summary>
    public bool IsTurned => Orientation >= ExifOrientation.FirstTurned;

    /// <summary>Bytes that decoding takes at most, by format and size, without the file.</summary>
    public long Memory { get; set; }

    /// <summary>Nanoseconds of a processor that going over the pixels again and again takes, for formats that do so; 0 for the others.</summary>
    public long Passes { get; set; }

    /// <summary>
    /// Where the file ends without an end marker: looks whether the picture itself is all there, which is work to be counted with the decoding.
    /// Null where there is no question.
    /// </summary>
    public Func<bool>? IsWhole { get; set; }

    /// <summary>Whether the file has more pieces than any honest one.</summary>
    public bool IsShredded => _pieces.Count > MaxPieces;

    /// <summary>Bytes that the decoder gets.</summary>
    public int Length => _pieces.Sum(piece => piece.Length) + _end - _start;

    /// <summary>Lets the decoder have a part of the file.</summary>
    public void Keep(int start, int end)
    {
        if (start == _end)
        {
            _end = end;
            return;
        }

        Close();
        (_start, _end) = (start, end);
    }

    /// <summary>Lets the decoder have bytes that are not in the file.</summary>
    public void Insert(ReadOnlyMemory<byte> bytes)
    {
        Close();
        _pieces.Add(bytes);
    }

    /// <summary>Writes what the decoder gets.</summary>
    /// <param name="target">At least <see cref="Length"/> bytes.</param>
    public void CopyTo(Span<byte> target)
    {
        Close();
        foreach (var piece in _pieces)
        {
            piece.Span.CopyTo(target);
            target = target[piece.Length..];
        }
    }

    private void Close()
    {
        if (_end > _start && !IsShredded)
        {
            _pieces.Add(file[_start.._end]);
        }

        _start = _end = -1;
    }
}
