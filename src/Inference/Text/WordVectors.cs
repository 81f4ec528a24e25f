using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text;

namespace Moodstream.Inference.Text;

/// <summary>
/// A vocabulary with a vector for each word, and the features that a text gets from them: the component-wise maximum of its words'
/// vectors, followed by their mean. Safe for concurrent use.
/// </summary>
/// <remarks>
/// The file is little-endian: <c>MSWV</c>, format (4 bytes), words (4), width (4); each word as its length in UTF-8 (2) and its bytes;
/// then the vectors in half precision, word by word.
/// </remarks>
public sealed class WordVectors
{
    private const int Format = 1;
    private const int HeaderLength = 16;

    /// <summary>Columns that are pooled at once.</summary>
    private static readonly int BlockWidth = 4 * Vector<float>.Count;

    private readonly float[] _rows;

    /// <summary>Makes vectors.</summary>
    /// <param name="vocabulary">The words.</param>
    /// <param name="rows">Their vectors, word by word.</param>
    /// <param name="width">Numbers in a vector, at least 1.</param>
    /// <exception cref="ArgumentException"><paramref name="rows"/> has another length.</exception>
    public WordVectors(Vocabulary vocabulary, float[] rows, int width)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (rows.Length != (long)vocabulary.Words.Length * width)
        {
            throw new ArgumentException($"{vocabulary.Words.Length} words of width {width} need another number of values than {rows.Length}.", nameof(rows));
        }

        Vocabulary = vocabulary;
        Width = width;
        _rows = rows;
    }

    /// <summary>The words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Numbers in a vector.</summary>
    public int Width { get; }

    /// <summary>Numbers in the features of a text: twice <see cref="Width"/>.</summary>
    public int FeatureCount => 2 * Width;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <exception cref="InvalidDataException">It has another form.</exception>
    public static WordVectors Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderLength || !file.StartsWith("MSWV"u8) || BinaryPrimitives.ReadInt32LittleEndian(file[4..]) != Format)
        {
            throw new InvalidDataException("The file holds no word vectors of a known format.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(file[8..]);
        var width = BinaryPrimitives.ReadInt32LittleEndian(file[12..]);
        var rest = file[HeaderLength..];
        var words = new List<string>();
        for (var i = 0; i < count && rest.Length >= 2; i++)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (rest.Length < 2 + length)
            {
                break;
            }

            words.Add(Encoding.UTF8.GetString(rest.Slice(2, length)));
            rest = rest[(2 + length)..];
        }

        if (words.Count != count || width < 1 || rest.Length != (long)count * width * 2)
        {
            throw new InvalidDataException("The file of word vectors is cut or damaged.");
        }

        var rows = new float[count * width];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(rest[(2 * i)..]);
        }

        try
        {
            return new WordVectors(new Vocabulary(words), rows, width);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException("The file holds a word twice.", exception);
        }
    }

    /// <summary>Writes a file; values beyond half precision are rounded.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("MSWV"u8);
        writer.Write(Format);
        writer.Write(Vocabulary.Words.Length);
        writer.Write(Width);
        foreach (var word in Vocabulary.Words)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            writer.Write(checked((ushort)bytes.Length));
            writer.Write(bytes);
        }

        foreach (var value in _rows)
        {
            writer.Write((Half)value);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Computes the features of a text: of a long one the mean over pieces of like lengths.</summary>
    /// <param name="ids">Ids of its words; where there are none, every feature is 0.</param>
    /// <param name="wordsAPiece">Most words of a piece, at least 1.</param>
    /// <param name="features">Receives <see cref="FeatureCount"/> numbers: the maxima, then the means.</param>
    public void Featurize(ReadOnlySpan<int> ids, int wordsAPiece, Span<float> features)
    {
        var pieces = (ids.Length + wordsAPiece - 1) / wordsAPiece;
        if (pieces <= 1)
        {
            FeaturizePiece(ids, features);
            return;
        }

        var sum = features[..FeatureCount];
        sum.Clear();
        var one = new float[FeatureCount];
        for (var piece = 0; piece < pieces; piece++)
        {
            FeaturizePiece(PieceOf(ids, piece, pieces), one);
            TensorPrimitives.Add(sum, one, sum);
        }

        TensorPrimitives.Divide(sum, pieces, sum);
    }

    /// <summary>One of the pieces of like lengths that a text is read in.</summary>
    /// <param name="ids">Ids of the text's words.</param>
    /// <param name="piece">Which, from 0.</param>
    /// <param name="pieces">How many there are.</param>
    public static ReadOnlySpan<int> PieceOf(ReadOnlySpan<int> ids, int piece, int pieces)
    {
        var start = (int)((long)ids.Length * piece / pieces);
        return ids[start..(int)((long)ids.Length * (piece + 1) / pieces)];
    }

    /// <summary>The vector of a word.</summary>
    /// <param name="id">The word's id.</param>
    public ReadOnlySpan<float> Row(int id) => _rows.AsSpan(id * Width, Width);

    private void FeaturizePiece(ReadOnlySpan<int> ids, Span<float> features)
    {
        var maxima = features[..Width];
        var means = features.Slice(Width, Width);
        if (ids.IsEmpty)
        {
            maxima.Clear();
            means.Clear();
            return;
        }

        var column = 0;
        for (; column <= Width - BlockWidth; column += BlockWidth)
        {
            PoolBlock(ids, column, maxima.Slice(column, BlockWidth), means.Slice(column, BlockWidth));
        }

        for (; column < Width; column++)
        {
            var (maximum, sum) = (float.NegativeInfinity, 0f);
            foreach (var id in ids)
            {
                var value = Row(id)[column];
                maximum = Math.Max(maximum, value);
                sum += value;
            }

            (maxima[column], means[column]) = (maximum, sum);
        }

        TensorPrimitives.Divide(means, ids.Length, means);
    }

    /// <summary>
    /// Maxima and sums of so many columns that none of them leaves the registers. Optimized at its first call, since a start keeps the compiler busy
    /// for long.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PoolBlock(ReadOnlySpan<int> ids, int column, Span<float> maxima, Span<float> sums)
    {
        var lanes = Vector<float>.Count;
        var values = Row(ids[0]).Slice(column, BlockWidth);
        Vector<float> max0 = new(values), max1 = new(values[lanes..]), max2 = new(values[(2 * lanes)..]), max3 = new(values[(3 * lanes)..]);
        var (sum0, sum1, sum2, sum3) = (max0, max1, max2, max3);
        foreach (var id in ids[1..])
        {
            values = Row(id).Slice(column, BlockWidth);
            Vector<float> next0 = new(values), next1 = new(values[lanes..]), next2 = new(values[(2 * lanes)..]), next3 = new(values[(3 * lanes)..]);
            max0 = Vector.MaxNative(max0, next0);
            max1 = Vector.MaxNative(max1, next1);
            max2 = Vector.MaxNative(max2, next2);
            max3 = Vector.MaxNative(max3, next3);
            sum0 += next0;
            sum1 += next1;
            sum2 += next2;
            sum3 += next3;
        }

        max0.CopyTo(maxima);
        max1.CopyTo(maxima[lanes..]);
        max2.CopyTo(maxima[(2 * lanes)..]);
        max3.CopyTo(maxima[(3 * lanes)..]);
        sum0.CopyTo(sums);
        sum1.CopyTo(sums[lanes..]);
        sum2.CopyTo(sums[(2 * lanes)..]);
        sum3.CopyTo(sums[(3 * lanes)..]);
    }
}
