using Moodstream.Silo.Hosting;

namespace Moodstream.Silo.Tests.Hosting;

/// <summary>What a start and a backlog took is given back once nothing is left to do, and only then.</summary>
[Trait("Category", "Unit")]
public sealed class IdleMemoryTests
{
    [Fact]
    public void Gives_back_after_the_start_and_after_each_backlog_and_not_while_posts_come()
    {
        var (consumed, givenBack) = (0L, 0);
        using var memory = new IdleMemory(() => consumed, () => givenBack++, TimeProvider.System);

        int AfterPosts(int posts)
        {
            consumed += posts;
            memory.Look();
            return givenBack;
        }

        Assert.Equal(1, AfterPosts(0));
        Assert.Equal(1, AfterPosts(IdleMemory.BusyPosts));
        Assert.Equal(1, AfterPosts(IdleMemory.IdlePosts + 1));
        Assert.Equal(2, AfterPosts(IdleMemory.IdlePosts));
        Assert.Equal(2, AfterPosts(0));
        Assert.Equal(2, AfterPosts(IdleMemory.IdlePosts));
    }
}
