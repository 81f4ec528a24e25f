using Moodstream.Inference.Manifest;

namespace Moodstream.Inference.Tests.Manifest;

[Trait("Category", "Unit")]
public sealed class BundleNameTests
{
    [Theory]
    [InlineData("default", true)]
    [InlineData("v2.1_final-B", true)]
    [InlineData("7", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("-x", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("default\n", false)]
    [InlineData("naïve", false)]
    public void A_name_is_made_of_few_characters_and_leads_nowhere(string name, bool valid) => Assert.Equal(valid, BundleName.IsValid(name));

    [Fact]
    public void A_name_has_at_most_64_characters()
    {
        Assert.True(BundleName.IsValid(new string('a', BundleName.MaxLength)));
        Assert.False(BundleName.IsValid(new string('a', BundleName.MaxLength + 1)));
    }

    [Theory]
    [InlineData("models/mine")]
    [InlineData("models/mine/")]
    [InlineData("models/other/../mine")]
    public void A_bundle_has_the_name_of_its_folder(string folder) => Assert.Equal("mine", BundleName.Of(folder));
}
