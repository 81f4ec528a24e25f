using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Moodstream.Abstractions.Emotions;
using Moodstream.Abstractions.Posts;
using Moodstream.Ingest.Kafka;

namespace Moodstream.Ingest.Verifying;

/// <summary>Enters what the topic of events says, message by message, and finds the faults that the topic shows by itself.</summary>
/// <param name="faults">What is wrong.</param>
/// <param name="kept">What timelines have to show.</param>
internal sealed class EventLedger(Faults faults, KeptSpan kept)
{
    private readonly Dictionary<UInt128, PostAccount> _posts = [];
    private readonly Dictionary<(UInt128 Post, int Revision), ulong> _laterRevisions = [];
    private readonly Dictionary<string, UserAccount> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<Modality, int> _modalities = [];

    /// <summary>Events so far.</summary>
    public long Events { get; private set; }

    /// <summary>Events that repeat an earlier one.</summary>
    public long Repeated { get; private set; }

    /// <summary>The users of whom something is said.</summary>
    public IReadOnlyDictionary<string, UserAccount> Users => _users;

    /// <summary>Takes the next message.</summary>
    public void Take(ConsumeResult<byte[]?, byte[]?> message)
    {
        var user = message.Message.Key is { } key ? Encoding.UTF8.GetString(key) : string.Empty;
        if (message.Message.Value is not { } value)
        {
            var erased = UserOf(user);
            (erased.Posts, erased.ErasedOffset, erased.ErasedAt) = (0, message.Offset.Value, message.Message.Timestamp.UnixTimestampMs);
            return;
        }

        Events++;
        if (Read(value) is not { } read)
        {
            faults.Add(FaultKind.Unreadable, message.TopicPartitionOffset.ToString());
            return;
        }

        var (emotion, digest) = read;
        if (user != emotion.UserId || message.Message.Headers.FindText("ce_id") != emotion.EventId || message.Message.Headers.FindText("ce_subject") != emotion.PostId)
        {
            faults.Add(FaultKind.WrongId, $"{emotion.EventId} at {message.TopicPartitionOffset}");
        }

        Enter(message, emotion, digest);
    }

    /// <summary>What is said of a post since its author's erasure, if anything is.</summary>
    public PostAccount? Find(PostKey key) =>
        _posts.TryGetValue(Hash(key), out var account) && !IsErased(account, key.UserId) ? account : null;

    /// <summary>Whether a post came before its author's erasure, as far as times tell.</summary>
    /// <param name="userId">The author.</param>
    /// <param name="at">When it was made or came in, in milliseconds since 1970.</param>
    public bool IsErased(string userId, long at) => _users.TryGetValue(userId, out var user) && user.ErasedOffset >= 0 && at <= user.ErasedAt;

    /// <summary>Whether an account has one of some modalities in it.</summary>
    public bool HasOneOf(PostAccount account, IEnumerable<Modality> modalities) => (account.Modalities & Bits(modalities)) != 0;

    /// <summary>Reads an event.</summary>
    /// <returns>Null where it is none.</returns>
    public static (EmotionEvent Event, ulong Digest)? Read(ReadOnlySpan<byte> json) =>
        EmotionJson.TryRead(json) is { } emotion ? (emotion, EventDigest.Of(json)) : null;

    private void Enter(ConsumeResult<byte[]?, byte[]?> message, EmotionEvent emotion, ulong digest)
    {
        var hash = Hash(emotion.Post);
        ref var account = ref CollectionsMarshal.GetValueRefOrAddDefault(_posts, hash, out var isKnown);
        if (!isKnown || IsErased(account, emotion.UserId))
        {
            // What was erased stands for nothing any more: the same id may come back with another post.
            for (var revision = 2; revision <= account.Revision; revision++)
            {
                _laterRevisions.Remove((hash, revision));
            }

            account = default;
        }

        (account.Offset, account.At) = (message.Offset.Value, message.Message.Timestamp.UnixTimestampMs);
        ref var before = ref account.First;
        if (emotion.Revision > 1)
        {
            before = ref CollectionsMarshal.GetValueRefOrAddDefault(_laterRevisions, (hash, emotion.Revision), out _);
        }

        if (before != 0)
        {
            Repeated++;
            if (before != digest)
            {
                faults.Add(FaultKind.DataDiffers, $"{emotion.EventId} at {message.TopicPartitionOffset}");
            }

            return;
        }

        before = digest;
        account.Revisions++;
        if (emotion.Revision < account.Revision)
        {
            faults.Add(FaultKind.RevisionBackwards, $"{emotion.EventId} at {message.TopicPartitionOffset}");
            return;
        }

        (account.Revision, account.Latest) = (emotion.Revision, digest);
        account.IsFinal = emotion.Status == EmotionStatus.Final;
        account.Modalities = Bits(emotion.Modalities);

        // The parts of a post may have been made at different times; the earliest counts.
        var user = UserOf(emotion.UserId);
        var isKept = kept.Holds(emotion.CreatedAt);
        user.Posts += (isKept ? 1 : 0) - (account.IsKept ? 1 : 0);
        account.IsKept = isKept;
    }

    private bool IsErased(PostAccount account, string userId) => _users.TryGetValue(userId, out var user) && account.Offset < user.ErasedOffset;

    private UserAccount UserOf(string userId)
    {
        ref var user = ref CollectionsMarshal.GetValueRefOrAddDefault(_users, userId, out _);
        return user ??= new UserAccount();
    }

    /// <summary>Bits for modalities; where there are more than 64, several share one, and a part that is missing may pass unseen.</summary>
    private ulong Bits(IEnumerable<Modality> modalities)
    {
        var bits = 0UL;
        foreach (var modality in modalities)
        {
            ref var bit = ref CollectionsMarshal.GetValueRefOrAddDefault(_modalities, modality, out var isKnown);
            bit = isKnown ? bit : _modalities.Count - 1;
            bits |= 1UL << bit;
        }

        return bits;
    }

    private static UInt128 Hash(PostKey key) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(key.ToString()));
}
