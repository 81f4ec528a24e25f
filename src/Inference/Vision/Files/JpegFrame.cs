using System.Buffers.Binary;

namespace Moodstream.Inference.Vision.Files;

/// <summary>The frame of a JPEG file and what its scans have brought so far.</summary>
internal sealed class JpegFrame
{
    /// <summary>Scans of a progressive picture. Encoders write about ten.</summary>
    private const int MaxScans = 100;

    private const int MaxComponents = 4;
    private const int BytesPerBlock = 128;
    private const int LastCoefficient = 63;

    /// <summary>Nanoseconds for a block of a scan, and for each coefficient of a block that a scan refines, on a slow processor.</summary>
    private const long NsPerBlock = 15;
    private const long NsPerCoefficient = 2;

    private readonly Component[] _components;
    private readonly bool _isProgressive;
    private readonly int _maxH;
    private readonly int _maxV;
    private readonly List<int> _scanned = [];
    private int _scanStart;

    private JpegFrame(int width, int height, bool isProgressive, Component[] components)
    {
        (Width, Height, _isProgressive, _components) = (width, height, isProgressive, components);
        _maxH = components.Max(component => component.H);
        _maxV = components.Max(component => component.V);
        foreach (var component in components)
        {
            component.Columns = DivideUp(DivideUp(width, 8) * component.H, _maxH);
            component.Rows = DivideUp(DivideUp(height, 8) * component.V, _maxV);
        }
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Scans so far.</summary>
    public int Scans { get; private set; }

    /// <summary>Nanoseconds that going over the blocks takes, scan by scan.</summary>
    public long Passes { get; private set; }

    /// <summary>
    /// Bytes that decoding takes: pixels, a row of units as numbers, and the coefficients, of which all are kept unless each unit comes
    /// complete in one scan.
    /// </summary>
    public long Memory
    {
        get
        {
            long columns = UnitsInRow, rows = DivideUp(Height, 8 * _maxV);
            var kept = _isProgressive || Scans > 1 || _scanned.Count < _components.Length ? rows : 1;
            var coefficients = _components.Sum(component => columns * component.H * kept * component.V * BytesPerBlock);
            var numbers = _components.Length * columns * _maxH * 8 * _maxV * 8 * sizeof(float);
            return ((long)Width * Height * 3) + coefficients + numbers;
        }
    }

    private int UnitsInRow => DivideUp(Width, 8 * _maxH);

    /// <summary>Reads the frame's header.</summary>
    /// <returns>The frame, or null where it is none that can be decoded.</returns>
    public static JpegFrame? Read(ReadOnlySpan<byte> header, bool isProgressive)
    {
        if (header.Length < 6 || header[0] is not (8 or 12) || header[5] is not (1 or 3 or MaxComponents) || header.Length != 6 + (3 * header[5]))
        {
            return null;
        }

        int height = BinaryPrimitives.ReadUInt16BigEndian(header[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        var components = new Component[header[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var description = header[(6 + (3 * i))..];
            components[i] = new Component { Id = description[0], H = description[1] >> 4, V = description[1] & 15 };
            if (components[i] is not { H: >= 1 and <= 4, V: >= 1 and <= 4 })
            {
                return null;
            }
        }

        return width == 0 || height == 0 ? null : new JpegFrame(width, height, isProgressive, components);
    }

    /// <summary>Reads a scan's header.</summary>
    /// <param name="header">The header.</param>
    /// <param name="start">Where the scan's data begins in the file.</param>
    /// <returns>Whether it is a scan of this frame, and not one too many.</returns>
    public bool Begin(ReadOnlySpan<byte> header, int start)
    {
        if (header.Length < 1 || header[0] is < 1 or > MaxComponents || header.Length != 4 + (2 * header[0]) || ++Scans > MaxScans)
        {
            return false;
        }

        _scanStart = start;
        _scanned.Clear();
        int from = header[^3], to = header[^2], refined = header[^1] >> 4;
        for (var i = 0; i < header[0]; i++)
        {
            var index = IndexOf(header[1 + (2 * i)]);
            if (index < 0 || _scanned.Contains(index))
            {
                return false;
            }

            _scanned.Add(index);
            var component = _components[index];
            component.Tables = header[2 + (2 * i)];
            if (component.IsWhole && !_isProgressive)
            {
                // A second time the same; a decoder would paint over what it has.
                return false;
            }

            component.HasMean |= from == 0;
            component.IsWhole |= !_isProgressive || to == LastCoefficient;
            var coefficients = _isProgressive && refined > 0 ? Math.Max(0, to - from + 1) : 0;
            Passes += (long)component.Columns * component.Rows * (NsPerBlock + (NsPerCoefficient * coefficients));
        }

        return true;
    }

    /// <summary>
    /// Whether the picture is all there although the file ends without saying so. Of a progressive one the coarse picture comes first: it is there
    /// once each component has begun with its finest part, and what may lack is detail.
    /// </summary>
    public bool IsWhole(ReadOnlySpan<byte> file, JpegTables tables)
    {
        if (!_components.All(component => component is { HasMean: true, IsWhole: true }))
        {
            return false;
        }

        return _isProgressive || JpegData.IsWhole(file[_scanStart..], tables, BlocksOfUnit(out var units), units);
    }

    /// <summary>Tables of the blocks of a unit of the last scan, in their order.</summary>
    private byte[] BlocksOfUnit(out int units)
    {
        if (_scanned is [var only])
        {
            units = _components[only].Columns * _components[only].Rows;
            return [_components[only].Tables];
        }

        units = UnitsInRow * DivideUp(Height, 8 * _maxV);
        return [.. _scanned.SelectMany(index => Enumerable.Repeat(_components[index].Tables, _components[index].H * _components[index].V))];
    }

    private int IndexOf(byte id) => Array.FindIndex(_components, component => component.Id == id);

    private static int DivideUp(int number, int divisor) => (number + divisor - 1) / divisor;

    private sealed class Component
    {
        public byte Id { get; init; }

        /// <summary>Blocks of a unit, across.</summary>
        public int H { get; init; }

        /// <summary>Blocks of a unit, down.</summary>
        public int V { get; init; }

        public int Columns { get; set; }

        public int Rows { get; set; }

        /// <summary>Numbers of the Huffman tables, in the high and the low half.</summary>
        public byte Tables { get; set; }

        public bool HasMean { get; set; }

        public bool IsWhole { get; set; }
    }
}
