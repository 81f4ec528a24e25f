using System.Collections.Immutable;
using Moodstream.Trainer.Datasets;
using Moodstream.Trainer.Quantizing;

namespace Moodstream.Trainer.Tests.Quantizing;

[Trait("Category", "Unit")]
public sealed class MeasuredPostsTests
{
    [Fact]
    public void Every_source_gives_as_many_as_far_as_it_goes_and_what_it_lacks_the_others_give()
    {
        var taken = MeasuredPosts.Take([.. Posts("small", 2), .. Posts("large", 100), .. Posts("middle", 50)], post => post.Text, 30);

        Assert.Equal(30, taken.Distinct().Count());
        Assert.Equal([("large", 14), ("middle", 14), ("small", 2)], taken.CountBy(text => text.Split(' ')[0]).Select(source => (source.Key, source.Value)).Order());
    }

    [Fact]
    public void They_are_spread_over_the_posts_of_their_source_and_a_repeated_post_counts_once()
    {
        ImmutableArray<LabelledPost> posts = [.. Posts("one", 10), .. Posts("one", 10)];

        Assert.Equal(["one 0", "one 2", "one 4", "one 6", "one 8"], MeasuredPosts.Take(posts, post => post.Text, 5));
        Assert.Equal(10, MeasuredPosts.Take(posts, post => post.Text, 100).Length);
    }

    [Fact]
    public void Posts_without_the_content_are_left_out() => Assert.Empty(MeasuredPosts.Take([.. Posts("one", 10)], post => post.Picture, 5));

    private static IEnumerable<LabelledPost> Posts(string source, int count) =>
        Enumerable.Range(0, count).Select(i => new LabelledPost(source, "here", $"{source} {i}", null, 0));
}
