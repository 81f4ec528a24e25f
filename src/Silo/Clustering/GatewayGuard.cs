using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Session;

namespace Moodstream.Silo.Clustering;

/// <summary>
/// Reads what comes in at the gateway before Orleans does, which believes what a message says of its sender. Let through are requests of the client
/// that connected, to grains and for what its own connection needs; whoever sends anything else is cut off. Which grains it may call is for
/// <see cref="OutsideCalls"/> to say, which can then believe the sender.
/// </summary>
/// <param name="sessions">What headers are read with.</param>
/// <param name="cluster">Names the cluster, as every client does.</param>
/// <param name="logger">Log.</param>
internal sealed partial class GatewayGuard(SerializerSessionPool sessions, IOptions<ClusterOptions> cluster, ILogger<GatewayGuard> logger)
{
    /// <summary>What a client writes first, to say who it is; Orleans admits no more.</summary>
    private const int MaxPreamble = 1_024;

    /// <summary>Many times what an honest client writes.</summary>
    private const int MaxHeader = 16_384;

    private const int LengthBytes = sizeof(int);

    private const int DirectionShift = 16;
    private const uint DirectionMask = 0xF;
    private const uint Request = 1;

    /// <summary>A client's name is a GUID.</summary>
    private const int NameLength = 32;

    /// <summary>Says that updates of the silo's directory follow, which only silos send each other.</summary>
    private const uint HasCacheUpdates = 1 << 7;

    /// <summary>By which a client learns what grains there are.</summary>
    private const string ManifestType = "sys.svc.manifest";

    /// <summary>Other clients, silos' own among them, and the parts of a silo; of these <see cref="OutsideCalls"/> does not hear in every case.</summary>
    private static readonly string[] Inner = [OutsideCalls.ClientType, "sys.svc."];

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>Stands between a connection and Orleans.</summary>
    /// <param name="next">Orleans.</param>
    public ConnectionDelegate Guard(ConnectionDelegate next) => async connection =>
    {
        var outside = connection.Transport;
        var admitted = new Pipe();
        connection.Transport = new Ends(admitted.Reader, outside.Output);
        var reading = ReadAsync(connection, outside.Input, admitted.Writer);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = outside;
            await admitted.Reader.CompleteAsync();
            outside.Input.CancelPendingRead();
            await reading;
        }
    };

    private async Task ReadAsync(ConnectionContext connection, PipeReader from, PipeWriter to)
    {
        Exception? end = null;
        try
        {
            var preamble = await PassPreambleAsync(from, to);
            using var session = sessions.GetSession();
            while (true)
            {
                await PassMessageAsync(from, to, preamble, session);
            }
        }
        catch (EndOfStreamException)
        {
            // One of the two ends has gone.
        }
        catch (InvalidDataException exception)
        {
            LogCutOff(exception.Message);
            connection.Abort(new ConnectionAbortedException(exception.Message));
        }
        catch (Exception exception)
        {
            // The connection broke; Orleans is told, and nobody else waits for it.
            end = exception;
        }

        await to.CompleteAsync(end);
    }

    private async Task<byte[]> PassPreambleAsync(PipeReader from, PipeWriter to)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(await PeekAsync(from, LengthBytes));
        if (length is <= 0 or > MaxPreamble)
        {
            throw new InvalidDataException("it did not say who it is");
        }

        var preamble = (await PeekAsync(from, LengthBytes + length))[LengthBytes..];
        // By such a name a silo's own client would be answered.
        if (Count(preamble, OutsideCalls.OfThisCluster) != Count(Encoding.UTF8.GetBytes(cluster.Value.ClusterId), OutsideCalls.OfThisCluster))
        {
            throw new InvalidDataException("it said that it is a silo");
        }

        await PassAsync(from, to, LengthBytes + length);
        return preamble;
    }

    private static async Task PassMessageAsync(PipeReader from, PipeWriter to, byte[] preamble, SerializerSession session)
    {
        var lengths = await PeekAsync(from, 2 * LengthBytes);
        var (header, body) = (BinaryPrimitives.ReadInt32LittleEndian(lengths), BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(LengthBytes)));
        if (header is <= 0 or > MaxHeader || body < 0)
        {
            throw new InvalidDataException("it sent what is no message");
        }

        var start = await PeekAsync(from, (2 * LengthBytes) + header);
        if (Fault(start[(2 * LengthBytes)..], preamble, session) is { } fault)
        {
            throw new InvalidDataException(fault);
        }

        await PassAsync(from, to, (2L * LengthBytes) + header + body);
    }

    /// <summary>What is wrong with a message, by its header; null for nothing.</summary>
    private static string? Fault(byte[] header, byte[] preamble, SerializerSession session)
    {
        uint flags;
        GrainId sender, target;
        try
        {
            var reader = Reader.Create(header, session);
            flags = reader.ReadUInt32();
            reader.ReadInt64();
            sender = ReadId(ref reader);
            target = ReadId(ref reader);
        }
        catch (Exception)
        {
            return "it sent what is no message";
        }

        var key = sender.Key.AsSpan();
        return sender.Type.ToString() != OutsideCalls.ClientType || key.Length != NameLength || key.ContainsAnyExcept(HexDigits) || preamble.AsSpan().IndexOf(key) < 0
                ? "it sent a message in the name of somebody else"
            : ((flags >> DirectionShift) & DirectionMask) != Request || (flags & HasCacheUpdates) != 0 ? "it sent a message that is no request"
            : target.Type.ToString() is { } type && type != ManifestType && Inner.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal)) ? "it sent a message to the inside of a silo"
            : null;
    }

    private static GrainId ReadId<T>(ref Reader<T> reader) => new(new GrainType(IdSpanCodec.ReadRaw(ref reader)), IdSpanCodec.ReadRaw(ref reader));

    private static int Count(ReadOnlySpan<byte> bytes, string text) => bytes.Count(Encoding.UTF8.GetBytes(text));

    /// <summary>Waits for bytes, and leaves them where they are.</summary>
    private static async Task<byte[]> PeekAsync(PipeReader from, int count)
    {
        var read = await from.ReadAtLeastAsync(count);
        var bytes = read.Buffer.Length < count ? throw new EndOfStreamException() : read.Buffer.Slice(0, count).ToArray();
        from.AdvanceTo(read.Buffer.Start);
        return bytes;
    }

    /// <summary>Hands bytes on as they come.</summary>
    private static async Task PassAsync(PipeReader from, PipeWriter to, long count)
    {
        while (count > 0)
        {
            var read = await from.ReadAsync();
            if (read.IsCanceled || (read.IsCompleted && read.Buffer.IsEmpty))
            {
                throw new EndOfStreamException();
            }

            var part = read.Buffer.Slice(0, Math.Min(count, read.Buffer.Length));
            foreach (var segment in part)
            {
                to.Write(segment.Span);
            }

            count -= part.Length;
            from.AdvanceTo(part.End);
            if ((await to.FlushAsync()).IsCompleted)
            {
                throw new EndOfStreamException();
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "A client outside of the cluster was cut off: {Fault}")]
    private partial void LogCutOff(string fault);

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
