using Moodstream.Trainer.Errors;
using Moodstream.Trainer.Recipes;

namespace Moodstream.Trainer.Tests.Recipes;

[Trait("Category", "Unit")]
public sealed class RecipeOverridesTests
{
    [Fact]
    public void Settings_are_overridden_by_their_names_in_the_record()
    {
        var recipe = RecipeOverrides.Apply(Recipe.Modern, ["epochs=3", "wordDropout=0.5", "hasCosine=false"]);

        Assert.Equal((3, 0.5, false), (recipe.Epochs, recipe.WordDropout, recipe.HasCosine));
        Assert.Equal(Recipe.Modern.BatchSize, recipe.BatchSize);
    }

    [Theory]
    [InlineData("epoch=3")]
    [InlineData("epochs")]
    [InlineData("epochs=many")]
    [InlineData("hasCosine=perhaps")]
    [InlineData("name=other")]
    public void An_unknown_setting_or_a_value_that_does_not_fit_is_refused(string text)
    {
        var error = Assert.Throws<TrainerException>(() => RecipeOverrides.Apply(Recipe.Modern, [text]));

        Assert.StartsWith($"--set {text}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("epochs=-1", "1 to 10000")]
    [InlineData("batchSize=0", "1 to 65536")]
    [InlineData("wordDropout=1", "0 to 0.95")]
    [InlineData("learningRate=-0.1", "0 to 10")]
    public void A_value_out_of_range_is_refused(string text, string range)
    {
        var error = Assert.Throws<TrainerException>(() => RecipeOverrides.Apply(Recipe.Modern, [text]));

        Assert.Equal($"--set {text}: it must be {range}.", error.Message);
    }

    [Theory]
    [InlineData(false, 8)]
    [InlineData(true, -1)]
    public void A_network_that_no_one_asked_for_cannot_be_trained(bool readsSentences, int rank)
    {
        var recipe = Recipe.Modern with { ReadsSentences = readsSentences };

        var error = Assert.Throws<TrainerException>(() => RecipeOverrides.Apply(recipe, [$"sentenceRank={rank}"]));

        Assert.Contains("--text-encoder", error.Message, StringComparison.Ordinal);
    }
}
