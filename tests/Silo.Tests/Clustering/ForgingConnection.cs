using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Session;

namespace Moodstream.Silo.Tests.Clustering;

/// <summary>The beginning of a message's header, as Orleans writes it.</summary>
internal sealed record ForgedHeader(uint Flags, long Id, GrainId Sender, GrainId Target)
{
    public const uint HasCacheUpdates = 1 << 7;

    private const int DirectionShift = 16;
    private const uint Directions = 0xF << DirectionShift;

    /// <summary>Request 1, response 2, one way 3.</summary>
    public ForgedHeader Directed(uint direction) => this with { Flags = (Flags & ~Directions) | (direction << DirectionShift) };
}

/// <summary>
/// Stands between an honest Orleans client and the gateway, behind TLS, and writes into the client's messages what an attacker would who has a
/// certificate and a client of their own.
/// </summary>
internal sealed partial class ForgingConnection
{
    /// <summary>Changes the header of a message that is not for learning what grains there are.</summary>
    public Func<ForgedHeader, ForgedHeader>? Header { get; set; }

    /// <summary>Who the client says it is when it connects, in the place of as many characters of its own name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether something forged has gone out.</summary>
    public bool HasForged { get; private set; }

    /// <summary>Whether the gateway has ended the connection since.</summary>
    public bool IsCut { get; private set; }

    public ConnectionDelegate Invoke(IServiceProvider services, ConnectionDelegate next) => async context =>
    {
        var real = context.Transport;
        var written = new Pipe();
        context.Transport = new Ends(real.Input, written.Writer);
        var sending = SendAsync(services.GetRequiredService<SerializerSessionPool>(), written.Reader, real.Output);
        try
        {
            await next(context);
        }
        finally
        {
            IsCut = HasForged;
            context.Transport = real;
            await written.Writer.CompleteAsync();
            await sending;
        }
    };

    private async Task SendAsync(SerializerSessionPool sessions, PipeReader from, PipeWriter to)
    {
        try
        {
            using var session = sessions.GetSession();
            var length = BinaryPrimitives.ReadInt32LittleEndian(await TakeAsync(from, sizeof(int)));
            await WriteAsync(to, Prefixed(Renamed(await TakeAsync(from, length))));
            while (true)
            {
                var lengths = await TakeAsync(from, 2 * sizeof(int));
                var header = Forged(await TakeAsync(from, BinaryPrimitives.ReadInt32LittleEndian(lengths)), session);
                var body = await TakeAsync(from, BinaryPrimitives.ReadInt32LittleEndian(lengths.AsSpan(sizeof(int))));
                BinaryPrimitives.WriteInt32LittleEndian(lengths, header.Length);
                await WriteAsync(to, [.. lengths, .. header, .. body]);
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // One of the two ends has gone.
            await from.CompleteAsync();
        }
    }

    private byte[] Forged(byte[] header, SerializerSession session)
    {
        var reader = Reader.Create(header, session);
        var read = new ForgedHeader(reader.ReadUInt32(), reader.ReadInt64(), ReadId(ref reader), ReadId(ref reader));
        if (Header is not { } forge || read.Target.Type.ToString()!.StartsWith("sys.", StringComparison.Ordinal))
        {
            return header;
        }

        var forged = forge(read);
        HasForged = true;
        var output = new ArrayBufferWriter<byte>();
        var writer = Writer.Create(output, session);
        writer.WriteUInt32(forged.Flags);
        writer.WriteInt64(forged.Id);
        WriteId(ref writer, forged.Sender);
        WriteId(ref writer, forged.Target);
        writer.Write(header.AsSpan((int)reader.Position));
        writer.Commit();
        return output.WrittenSpan.ToArray();
    }

    private byte[] Renamed(byte[] preamble)
    {
        if (Name is null)
        {
            return preamble;
        }

        HasForged = true;
        var text = Encoding.Latin1.GetString(preamble);
        var own = Own().Match(text).Groups[1];
        Assert.True(own.Length >= Name.Length, text);
        return Encoding.Latin1.GetBytes(text.Remove(own.Index, Name.Length).Insert(own.Index, Name));
    }

    private static byte[] Prefixed(byte[] bytes)
    {
        var prefixed = new byte[sizeof(int) + bytes.Length];
        BinaryPrimitives.WriteInt32LittleEndian(prefixed, bytes.Length);
        bytes.CopyTo(prefixed, sizeof(int));
        return prefixed;
    }

    private static GrainId ReadId<T>(ref Reader<T> reader) => new(new GrainType(IdSpanCodec.ReadRaw(ref reader)), IdSpanCodec.ReadRaw(ref reader));

    private static void WriteId<T>(ref Writer<T> writer, GrainId id)
        where T : IBufferWriter<byte>
    {
        IdSpanCodec.WriteRaw(ref writer, id.Type.Value);
        IdSpanCodec.WriteRaw(ref writer, id.Key);
    }

    private static async Task<byte[]> TakeAsync(PipeReader from, int count)
    {
        if (count == 0)
        {
            return [];
        }

        var read = await from.ReadAtLeastAsync(count);
        if (read.Buffer.Length < count)
        {
            throw new EndOfStreamException();
        }

        var taken = read.Buffer.Slice(0, count).ToArray();
        from.AdvanceTo(read.Buffer.GetPosition(count));
        return taken;
    }

    private static async Task WriteAsync(PipeWriter to, byte[] bytes)
    {
        if ((await to.WriteAsync(bytes)).IsCompleted)
        {
            throw new EndOfStreamException();
        }
    }

    [GeneratedRegex("sys\\.client[^0-9a-z]*([0-9a-z]{8,})", RegexOptions.Singleline)]
    private static partial Regex Own();

    private sealed record Ends(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
