using System.ComponentModel.DataAnnotations;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Moodstream.Abstractions.Settings;

namespace Moodstream.Silo.Tests.Configuration;

[Trait("Category", "Unit")]
public sealed class SettingsSectionTests
{
    [Fact]
    public void Settings_are_named_in_their_order_with_defaults_and_ranges()
    {
        var settings = SettingsSection.Of<ShopOptions>().Settings;

        Assert.Equal(["Shop:Name", "Shop:Doors", "Shop:Stock", "Shop:Cellar:DepthMetres", "Shop:Signs"], settings.Select(setting => setting.Name));
        Assert.Equal(["shop", 2, 10L, 1.5], settings.Take(4).Select(setting => setting.Default));
        Assert.Equal([null, "1–10", "0–100", "0.5–20", null], settings.Select(setting => setting.Allowed));
        Assert.True(settings[4].IsOpen);
    }

    [Fact]
    public void A_class_that_names_no_section_is_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() => SettingsSection.Of<CellarOptions>());

    [Fact]
    public void Values_are_read()
    {
        var shop = SettingsSection.Read<ShopOptions>(Json("""{ "Shop": { "Name": "x", "Doors": 3, "Cellar": { "DepthMetres": 2 }, "Signs": { "a": "b" } } }"""));

        Assert.Equal(("x", 3, 2.0, "b"), (shop.Name, shop.Doors, shop.Cellar.DepthMetres, shop.Signs["a"]));
    }

    [Fact]
    public void Every_fault_is_told()
    {
        var error = Assert.Throws<OptionsValidationException>(() => SettingsSection.Read<ShopOptions>(
            Json("""{ "Shop": { "Doors": "two", "Stock": 99999999999, "Cellar": { "DepthMetres": "NaN" } } }""")));

        Assert.Equal(
            [
                "Shop:Doors is 'two'; it must be a whole number from 1 to 10.",
                "Shop:Stock is 99999999999; it must be from 0 to 100.",
                "Shop:Cellar:DepthMetres is NaN; it must be from 0.5 to 20.",
            ],
            error.Failures);
    }

    [Fact]
    public void A_text_that_is_set_to_nothing_is_a_fault() =>
        Assert.Equal(
            ["Shop:Name is empty; give it a value, or leave it out."],
            SettingsSection.Of<ShopOptions>().Faults(Json("""{ "Shop": { "Name": null } }""")));

    [Fact]
    public void Settings_that_contradict_each_other_are_told_with_the_rest()
    {
        var faults = SettingsSection.Of<ShopOptions>().Faults(Json("""{ "Shop": { "Name": "shut", "Stock": -1 } }"""));

        Assert.Equal(["Shop:Stock is -1; it must be from 0 to 100.", "Shop:Doors is 2, but the shop is shut; set it to 1."], faults);
    }

    [Fact]
    public void A_value_in_a_list_of_words_counts_in_any_case()
    {
        var rule = new OneOfAttribute("open", "shut");

        Assert.True(rule.IsValid("OPEN"));
        Assert.False(rule.IsValid("ajar"));
    }

    [Fact]
    public void Registered_settings_are_bound_once_and_checked_when_they_are_asked_for()
    {
        using var good = new ServiceCollection().AddValidated<ShopOptions>(Json("""{ "Shop": { "Doors": 4 } }""")).BuildServiceProvider();
        using var bad = new ServiceCollection().AddValidated<ShopOptions>(Json("""{ "Shop": { "Doors": 40 } }""")).BuildServiceProvider();

        Assert.Equal(4, good.GetRequiredService<IOptions<ShopOptions>>().Value.Doors);
        Assert.Same(good.GetRequiredService<IOptions<ShopOptions>>().Value, good.GetRequiredService<IOptions<ShopOptions>>().Value);
        Assert.Equal(
            ["Shop:Doors is 40; it must be from 1 to 10."],
            Assert.Throws<OptionsValidationException>(() => bad.GetRequiredService<IOptions<ShopOptions>>().Value).Failures);
        Assert.Throws<OptionsValidationException>(() => bad.GetRequiredService<IStartupValidator>().Validate());
    }

    private static IConfiguration Json(string json) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    [SettingsSection("Shop")]
    private sealed class ShopOptions : IValidatableObject
    {
        public string Name { get; set; } = "shop";

        [Range(1, 10)]
        public int Doors { get; set; } = 2;

        [Range(0, 100)]
        public long Stock { get; set; } = 10;

        public CellarOptions Cellar { get; } = new();

        public Dictionary<string, string> Signs { get; } = [];

        public bool IsShut => Name == "shut";

        IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
        {
            if (IsShut && Doors > 1)
            {
                yield return new ValidationResult($"is {Doors}, but the shop is shut; set it to 1", [nameof(Doors)]);
            }
        }
    }

    private sealed class CellarOptions
    {
        [Range(0.5, 20.0)]
        public double DepthMetres { get; set; } = 1.5;
    }
}
