using System.Collections.Immutable;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Models;
using Moodstream.Abstractions.Posts;
using Moodstream.Abstractions.Telemetry;
using Moodstream.Grains.Credits;
using Moodstream.Grains.Interfaces.Classifying;
using Moodstream.Grains.Options;
using Moodstream.Grains.Routing;
using Moodstream.Grains.Storage;

namespace Moodstream.Grains.Posts;

/// <summary>
/// Brings the parts of one post together. Parts that wait for the parts window are not durable, since nobody was told
/// of them: where they are lost, they are delivered again. An event and the parts in it are durable before any part is
/// answered. Calls may overlap but not run at the same time: a grain's scheduler sees to that.
/// </summary>
internal sealed class PostAssembly(
    PostKey key,
    PostRecord record,
    IPostStore store,
    PostEncoder encoder,
    PostJudge judge,
    TimelineRetention retention,
    PartsOptions options,
    TimeProvider time)
{
    private readonly Dictionary<string, Task<PostOutcome>> _arriving = new(StringComparer.Ordinal);
    private readonly List<WaitingPart> _waiting = [];
    private WaitingPart[] _taken = [];
    private int _windows;
    private bool _windowOpen;
    private bool _publishing;

    /// <summary>Whether the post is final and said; what comes after that finds all it needs in the store.</summary>
    public bool IsDone => record is { IsFinal: true, IsClosing: false } && _waiting.Count == 0;

    /// <summary>Adds a part; completes when it is in an event or can never be.</summary>
    /// <param name="part">The part.</param>
    /// <param name="encoded">What the encoders made of it.</param>
    public async Task<PostOutcome> AddAsync(SocialPost part, EncodedPost encoded)
    {
        if (retention.IsPast(part.CreatedAt))
        {
            return PostOutcome.Failed(PostFailure.Expired);
        }

        var digest = PartDigest.Of(part);
        if (record.Parts.FirstOrDefault(known => known.Digest == digest) is { } repeated)
        {
            return repeated.Carries == 0 ? PostOutcome.Absorbed(record.Events[^1]) : PostOutcome.Classified(record.Events[repeated.Carries - record.Earlier - 1]);
        }

        if (_arriving.TryGetValue(digest, out var first))
        {
            return await first;
        }

        var admitted = AdmitAsync(part, digest, encoded);
        _arriving.Add(digest, admitted);
        try
        {
            return await admitted;
        }
        finally
        {
            _arriving.Remove(digest);
        }
    }

    /// <summary>
    /// Closes a post whose missing parts have not come for as long as posts are remembered: what is there becomes final, as a revision of its own.
    /// </summary>
    /// <returns>The event that is to be kept and published, also where that was begun before; null where nothing is to be closed.</returns>
    public async Task<EmotionEvent?> CloseAsync()
    {
        if (record is { IsFinal: true, IsClosing: true })
        {
            return record.Events[^1];
        }

        var now = time.GetUtcNow();
        if (_publishing || _waiting.Count > 0 || record.Events.IsEmpty || record.IsFinal || record.ExpiresAt > now)
        {
            return null;
        }

        // Parts that come meanwhile wait, and find the post final.
        _publishing = true;
        try
        {
            var last = record.Events[^1];
            var closed = record with
            {
                Parts = [.. record.Parts.Select(part => part with { Embeddings = [] })],
                Events = record.Events.Add(last with
                {
                    Revision = last.Revision + 1,
                    Status = EmotionStatus.Final,
                    ClassifiedAt = now,
                    Timings = new StageTimings(0, 0, 0, 0),
                }),
                IsClosing = true,
            };
            if (!await WriteAsync(closed, new Dictionary<string, SocialPost>()))
            {
                Erase();
                return null;
            }

            record = closed;
            return closed.Events[^1];
        }
        finally
        {
            await PublishWaitingAsync();
        }
    }

    /// <summary>The event that closed the post is published; the post is remembered for as long again, so that later parts are refused.</summary>
    public async Task ClosedAsync()
    {
        var closed = record with { IsClosing = false, ExpiresAt = time.GetUtcNow() + TimeSpan.FromHours(options.RetentionHours) };
        if (record.IsClosing && await WriteAsync(closed, new Dictionary<string, SocialPost>()))
        {
            record = closed;
        }
    }

    /// <summary>Lets go of the post, since its author was erased; nothing is said of parts that wait.</summary>
    public void Erase()
    {
        record = PostRecord.Empty;
        _windowOpen = false;
        foreach (var part in TakeWaiting())
        {
            part.Outcome.SetResult(PostOutcome.Erased);
        }
    }

    private async Task<PostOutcome> AdmitAsync(SocialPost part, string digest, EncodedPost encoded)
    {
        if (encoded.Failure is { } failure)
        {
            return PostOutcome.Failed(failure);
        }

        var brings = encoded.Embeddings.Select(embedding => embedding.Modality).ToImmutableArray();
        if (brings.Intersect(part.Brings).FirstOrDefault(Present) is { Name: not null } twice)
        {
            return PostOutcome.Failed(new PostFailure("part-conflict", $"Another part of the same post brought a different '{twice}'."));
        }

        if (record.IsFinal)
        {
            return Unexpected(brings);
        }

        var newcomer = new WaitingPart(part, digest, brings, encoded);
        _waiting.Add(newcomer);
        Schedule();
        return await newcomer.Outcome.Task;
    }

    private static PostOutcome Unexpected(ImmutableArray<Modality> brings) => PostOutcome.Failed(new PostFailure(
        "part-unexpected", $"The post was final before this part with '{string.Join("', '", brings)}' came; 'expects' did not name it."));

    private bool Present(Modality modality) =>
        record.Parts.Any(part => part.Modalities.Contains(modality)) || _waiting.Concat(_taken).Any(part => part.Modalities.Contains(modality));

    private void Schedule()
    {
        if (_publishing)
        {
            return;
        }

        if (!record.Events.IsEmpty || IsComplete(_waiting))
        {
            _windowOpen = false;
            _ = PublishWaitingAsync();
        }
        else if (!_windowOpen)
        {
            _windowOpen = true;
            _ = PublishAfterWindowAsync(++_windows);
        }
    }

    private async Task PublishAfterWindowAsync(int opened)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(options.WindowMs), time);
        if (_windowOpen && opened == _windows)
        {
            _windowOpen = false;
            await PublishWaitingAsync();
        }
    }

    /// <summary>Publishes what waits, and what came meanwhile as the next revision.</summary>
    private async Task PublishWaitingAsync()
    {
        _publishing = true;
        while (_waiting.Count > 0)
        {
            _taken = TakeWaiting();
            await AnswerAsync(_taken);
        }

        _taken = [];
        _publishing = false;
    }

    private async Task AnswerAsync(WaitingPart[] parts)
    {
        // The post can have become final since these parts came.
        if (record.IsFinal)
        {
            Array.ForEach(parts, part => part.Outcome.SetResult(Unexpected(part.Modalities)));
            return;
        }

        try
        {
            var carried = await PublishAsync(parts);
            Array.ForEach(parts, part => part.Outcome.SetResult(part != parts[^1] && carried.Event is { } emotion ? PostOutcome.Absorbed(emotion) : carried));
        }
        catch (Exception exception)
        {
            Array.ForEach(parts, part => part.Outcome.SetException(exception));
        }
    }

    private WaitingPart[] TakeWaiting()
    {
        WaitingPart[] parts = [.. _waiting];
        _waiting.Clear();
        return parts;
    }

    /// <summary>Makes an event of parts; none where the author was erased after the post was made.</summary>
    private async Task<PostOutcome> PublishAsync(WaitingPart[] parts)
    {
        var carrier = parts[^1];
        var (encoded, verdict) = await JudgeWholeAsync(parts);
        if (verdict is null)
        {
            return PostOutcome.Failed(encoded.Failure!);
        }

        var complete = IsComplete(parts);
        var revision = record.Earlier + record.Events.Length + 1;
        var status = complete ? EmotionStatus.Final : revision == 1 ? EmotionStatus.Provisional : EmotionStatus.Revised;
        var created = record.Parts.Select(part => part.CreatedAt).Concat(parts.Select(part => part.Post.CreatedAt)).Min();
        var received = record.Events.Select(earlier => earlier.ReceivedAt).Concat(parts.Select(part => part.Post.ReceivedAt)).Min();
        var now = time.GetUtcNow();
        var emotion = EmotionEvents.Create(
            key, (created, received), revision, status, encoded with { Unread = UnreadOf(parts, encoded) }, verdict, QueueTime.Of(carrier.Post.ReceivedAt, carrier.Embeddings, now), now);

        var known = record.Parts.Concat(parts.Select(part => part.Record(part == carrier ? revision : 0)));
        var next = new PostRecord
        {
            Parts = [.. complete ? known.Select(part => part with { Embeddings = [] }) : known],
            Expects = Expected(parts),
            Events = record.Events.Add(emotion),
            ExpiresAt = now + TimeSpan.FromHours(options.RetentionHours),
            Earlier = record.Earlier,
        };
        if (!await WriteAsync(next, parts.ToDictionary(part => part.Digest, part => part.Post)))
        {
            Erase();
            return PostOutcome.Erased;
        }

        record = next;
        StageTelemetry.Record(emotion.Timings);
        return PostOutcome.Classified(emotion);
    }

    /// <summary>Writes the record; where another silo has taken the post over, goes on from what that wrote the next time.</summary>
    private async Task<bool> WriteAsync(PostRecord next, IReadOnlyDictionary<string, SocialPost> contents)
    {
        try
        {
            return await store.WriteAsync(key, next, contents);
        }
        catch (PostChangedException)
        {
            record = await store.ReadAsync(key) ?? record;
            throw;
        }
    }

    /// <summary>
    /// Classifies the post as far as it is there, from what was encoded as its parts came. What another model encoded is encoded anew from
    /// the whole, and so is a modality that several parts brought: what is derived, such as tags from words and from the source, says of the
    /// whole post something else than of each part.
    /// </summary>
    /// <returns>No verdict where the model of now can read nothing of the post.</returns>
    private async Task<JudgedPost> JudgeWholeAsync(WaitingPart[] parts) => (await judge.JudgeAsync(() => EncodeWholeAsync(parts)))[0];

    private async Task<EncodedPost[]> EncodeWholeAsync(WaitingPart[] parts)
    {
        Embedding[] arrived = [.. record.Parts.SelectMany(part => part.Embeddings), .. parts.SelectMany(part => part.Embeddings)];
        ImmutableArray<Embedding> usable = [.. arrived
            .GroupBy(embedding => embedding.Modality)
            .Where(group => group.Count() == 1 && group.Single().ModelVersion == encoder.ModelVersion)
            .Select(group => group.Single())
            .OrderBy(embedding => encoder.Modalities.IndexOf(embedding.Modality))];
        if (usable.Length == arrived.Length)
        {
            return [new EncodedPost(usable, null)];
        }

        var earlier = await store.ReadContentsAsync(key);
        var whole = PostParts.Unite([.. earlier.Values, .. parts.Select(part => part.Post)]);
        return [await encoder.CompleteAsync(whole, usable, Patience.OfCall(time, CancellationToken.None))];
    }

    /// <summary>What parts brought that could not be read, and that no other part has brought in a readable form.</summary>
    private ImmutableSortedDictionary<string, string>? UnreadOf(WaitingPart[] parts, EncodedPost whole)
    {
        var unread = parts.Select(part => part.Encoded.Unread)
            .Prepend(record.Events.IsEmpty ? null : record.Events[^1].Unread)
            .SelectMany(some => some ?? ImmutableSortedDictionary<string, string>.Empty)
            .Where(content => whole.Embeddings.All(embedding => embedding.Modality.Name != content.Key))
            .DistinctBy(content => content.Key)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);
        return unread.IsEmpty ? null : unread;
    }

    /// <summary>Whether everything that the post is said to have, as far as the model can read it, is there.</summary>
    private bool IsComplete(IReadOnlyCollection<WaitingPart> parts)
    {
        var present = record.Parts.SelectMany(part => part.Modalities).Concat(parts.SelectMany(part => part.Modalities)).ToHashSet();
        return Expected(parts).Intersect(encoder.Modalities).All(present.Contains);
    }

    private ImmutableArray<Modality> Expected(IEnumerable<WaitingPart> parts) =>
        [.. record.Expects.Union(parts.SelectMany(part => part.Post.Expects))];

    private sealed record WaitingPart(
        SocialPost Post, string Digest, ImmutableArray<Modality> Modalities, EncodedPost Encoded)
    {
        public ImmutableArray<Embedding> Embeddings => Encoded.Embeddings;

        public TaskCompletionSource<PostOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public PartRecord Record(int carries) => new()
        {
            Digest = Digest,
            Modalities = Modalities,
            Embeddings = Embeddings,
            CreatedAt = Post.CreatedAt,
            Carries = carries,
        };
    }
}
