namespace Moodstream.Inference.Vision.Files;

/// <summary>Counts the blocks of a scan without decoding them, for files that end without an end marker.</summary>
internal static class JpegData
{
    private const int Coefficients = 64;

    /// <summary>Whether the data of a scan, which is not progressive, lasts for all its units.</summary>
    /// <param name="data">The data, until the end of the file.</param>
    /// <param name="tables">Huffman tables of the file.</param>
    /// <param name="blocks">Numbers of the tables of each block of a unit.</param>
    /// <param name="units">Units of the scan.</param>
    public static bool IsWhole(ReadOnlySpan<byte> data, JpegTables tables, byte[] blocks, int units)
    {
        var means = blocks.Select(block => tables.Build(block >> 4, forMeans: true)).ToArray();
        var rest = blocks.Select(block => tables.Build(block & 15, forMeans: false)).ToArray();
        Bits bits = new(data);
        for (var unit = 0; unit < units; unit++)
        {
            if (tables.RestartInterval > 0 && unit > 0 && unit % tables.RestartInterval == 0)
            {
                bits.Restart();
            }

            for (var block = 0; block < blocks.Length; block++)
            {
                if (means[block] is not { } mean || rest[block] is not { } others || !SkipBlock(ref bits, mean, others))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool SkipBlock(ref Bits bits, ushort[] means, ushort[] others)
    {
        bits.Skip(bits.Read(means) & 15);
        for (var i = 1; i < Coefficients; i++)
        {
            var symbol = bits.Read(others);
            var (run, size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run != 15)
            {
                break;
            }

            bits.Skip(size);
            i += run;
        }

        return !bits.IsOver;
    }

    private ref struct Bits(ReadOnlySpan<byte> data)
    {
        private readonly ReadOnlySpan<byte> _data = data;
        private int _position;
        private ulong _window;
        private int _count;
        private int _missing;
        private bool _isShort;

        /// <summary>Whether more was read than there is.</summary>
        public readonly bool IsOver => _isShort || _count < _missing;

        public int Read(ushort[] codes)
        {
            Fill();
            var entry = codes[(int)(_window >> (_count - 16)) & 0xFFFF];
            _count -= Math.Max(1, entry & 0xFF);
            return entry >> 8;
        }

        public void Skip(int bits)
        {
            Fill();
            _count -= bits;
        }

        /// <summary>Goes on behind the next restart marker.</summary>
        public void Restart()
        {
            (_isShort, _count, _missing, _window) = (IsOver, 0, 0, 0);

            while (_position + 1 < _data.Length && !IsRestart(_position))
            {
                _position++;
            }

            _position = Math.Min(_position + 2, _data.Length);
        }

        private readonly bool IsRestart(int position) => _data[position] == 0xFF && _data[position + 1] is >= 0xD0 and <= 0xD7;

        private void Fill()
        {
            while (_count <= 48)
            {
                var isThere = _position < _data.Length && !(_position + 1 < _data.Length && IsRestart(_position));
                byte next = 0;
                if (isThere)
                {
                    next = _data[_position++];
                    if (next == 0xFF && _position < _data.Length && _data[_position] == 0)
                    {
                        _position++;
                    }
                }
                else
                {
                    _missing += 8;
                }

                _window = (_window << 8) | next;
                _count += 8;
            }
        }
    }
}
