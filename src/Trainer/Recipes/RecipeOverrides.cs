using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moodstream.Trainer.Errors;

namespace Moodstream.Trainer.Recipes;

/// <summary>Changes single settings of a recipe, as <c>--set name=value</c> asks.</summary>
internal static class RecipeOverrides
{
    /// <summary>Applies the overrides in order.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="overrides">Each <c>name=value</c>, names as in run.json.</param>
    /// <exception cref="TrainerException">There is no such setting, or the value does not fit it.</exception>
    public static Recipe Apply(Recipe recipe, IEnumerable<string> overrides)
    {
        var settings = JsonSerializer.SerializeToNode(recipe, JsonSerializerOptions.Web)!.AsObject();
        foreach (string text in overrides)
        {
            string[] parts = text.Split('=', 2);
            if (parts.Length != 2 || parts[0] == "name" || !settings.ContainsKey(parts[0]))
            {
                var known = settings.Select(setting => setting.Key).Where(name => name != "name");
                throw new TrainerException($"--set {text}: it must be name=value, where the name is one of {string.Join(", ", known)}.");
            }

            // The web defaults read numbers from strings, but not true and false.
            settings[parts[0]] = bool.TryParse(parts[1], out bool truth) ? truth : parts[1];
            try
            {
                recipe = settings.Deserialize<Recipe>(JsonSerializerOptions.Web)!;
            }
            catch (JsonException exception)
            {
                throw new TrainerException($"--set {text}: '{parts[1]}' does not fit {parts[0]}.", exception);
            }
        }

        if (recipe is { SentenceRank: not 0, ReadsSentences: false } or { SentenceRank: < 0 })
        {
            throw new TrainerException("--set sentenceRank: it must be at least 0, and needs --text-encoder words+sentence.");
        }

        RefuseOutOfRange(recipe, settings);
        return recipe;
    }

    private static void RefuseOutOfRange(Recipe recipe, JsonObject settings)
    {
        List<ValidationResult> faults = [];
        if (Validator.TryValidateObject(recipe, new ValidationContext(recipe), faults, validateAllProperties: true))
        {
            return;
        }

        string property = faults[0].MemberNames.First();
        string name = JsonNamingPolicy.CamelCase.ConvertName(property);
        var range = typeof(Recipe).GetProperty(property)!.GetCustomAttribute<RangeAttribute>()!;
        throw new TrainerException(string.Create(
            CultureInfo.InvariantCulture, $"--set {name}={settings[name]}: it must be {range.Minimum} to {range.Maximum}."));
    }
}
