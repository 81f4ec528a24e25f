using Moodstream.Silo.Live;

namespace Moodstream.Silo.Tests.Live;

[Trait("Category", "Unit")]
public sealed class ReservoirTests
{
    [Fact]
    public void Few_items_are_all_taken_in_their_order()
    {
        var sample = new Reservoir<int>(5);
        foreach (var item in new[] { 3, 1, 2 })
        {
            sample.Add(item);
        }

        Assert.Equal([3, 1, 2], sample.Items);
        Assert.Equal(3, sample.Seen);
    }

    [Fact]
    public void Of_many_items_some_are_taken_each_once_and_in_the_order_in_which_they_passed_by()
    {
        var sample = new Reservoir<int>(50);
        for (var i = 0; i < 2_000; i++)
        {
            sample.Add(i);
        }

        var taken = sample.Items.ToList();
        Assert.Equal(50, taken.Count);
        Assert.Equal(taken.Distinct().Order(), taken);
        Assert.Equal(2_000, sample.Seen);
        Assert.Contains(taken, item => item >= 1_000);
    }
}
