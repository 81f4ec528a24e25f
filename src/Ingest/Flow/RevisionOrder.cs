using Moodstream.Abstractions.Posts;

namespace Moodstream.Ingest.Flow;

/// <summary>
/// Brings the events of a post in parts into the order of their revisions. Parts are answered in any order, and which part carries which
/// revision is known only then: an event goes out when it is the next revision, or when no part under way can carry a lower one.
/// </summary>
/// <remarks>Whoever entered has to leave, also when it fails, or the post's later revisions stand still. Safe for concurrent use.</remarks>
internal sealed class RevisionOrder
{
    private readonly Lock _lock = new();
    private readonly Dictionary<PostKey, OpenPost> _posts = [];

    /// <summary>Registers a part that is under way.</summary>
    /// <param name="key">Its post.</param>
    public Part Enter(PostKey key)
    {
        lock (_lock)
        {
            if (!_posts.TryGetValue(key, out var post))
            {
                _posts.Add(key, post = new OpenPost());
            }

            post.Undecided++;
            return new Part(this, key);
        }
    }

    private Task DecideAsync(Part part)
    {
        lock (_lock)
        {
            var post = _posts[part.Key];
            post.Undecided--;
            var place = post.Carriers.FindIndex(other => other.Revision > part.Revision);
            post.Carriers.Insert(place < 0 ? post.Carriers.Count : place, part);
            post.LetGo();
            return part.Go.Task;
        }
    }

    private void Leave(Part part)
    {
        lock (_lock)
        {
            var post = _posts[part.Key];
            if (part.Revision == 0)
            {
                post.Undecided--;
            }
            else
            {
                post.Carriers.Remove(part);
                post.Next = Math.Max(post.Next, part.Revision + 1);
            }

            post.LetGo();
            if (post is { Undecided: 0, Carriers: [] })
            {
                _posts.Remove(part.Key);
            }
        }
    }

    /// <summary>A part under way.</summary>
    internal sealed class Part(RevisionOrder order, PostKey key)
    {
        private bool _left;

        /// <summary>Its post.</summary>
        public PostKey Key => key;

        /// <summary>The revision that it carries; 0 while that is not known, and where it carries none.</summary>
        public int Revision { get; private set; }

        /// <summary>Done when its event may go out.</summary>
        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Tells which revision it carries; to be called once.</summary>
        /// <param name="revision">From 1.</param>
        /// <returns>Done when the event may go out.</returns>
        public Task CarryAsync(int revision)
        {
            Revision = revision;
            return order.DecideAsync(this);
        }

        /// <summary>Lets the next revision go: its event is on its way, or it carries none. May be called more than once.</summary>
        public void Leave()
        {
            if (!_left)
            {
                _left = true;
                order.Leave(this);
            }
        }
    }

    private sealed class OpenPost
    {
        /// <summary>Parts of which it is not known what they carry.</summary>
        public int Undecided { get; set; }

        /// <summary>Parts that carry an event and have not left, the lowest revision first.</summary>
        public List<Part> Carriers { get; } = [];

        /// <summary>The revision after those that have gone out.</summary>
        public int Next { get; set; } = 1;

        public void LetGo()
        {
            if (Carriers is [var first, ..] && (Undecided == 0 || first.Revision <= Next))
            {
                first.Go.TrySetResult();
            }
        }
    }
}
