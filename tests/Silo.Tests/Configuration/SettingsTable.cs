using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Moodstream.Abstractions.Settings;
using Moodstream.Silo.Configuration;

namespace Moodstream.Silo.Tests.Configuration;

/// <summary>Writes the table of settings: names, defaults and ranges from the code, meanings from the properties' summaries.</summary>
internal static partial class SettingsTable
{
    /// <summary>The table in Markdown, with a line end after each row.</summary>
    public static string Write(IEnumerable<SettingsSection> sections)
    {
        var table = new StringBuilder("| setting | default | range | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var section in sections)
        {
            foreach (var setting in section.Settings)
            {
                var name = setting.IsOpen ? $"{setting.Name}:PROPERTY" : setting.Name;
                table.Append(CultureInfo.InvariantCulture, $"| `{name}` | {Default(setting)} | {setting.Allowed} | {Meaning(section, setting)} |\n");
            }
        }

        foreach (var (old, @new) in RenamedSettings.All)
        {
            table.Append(CultureInfo.InvariantCulture, $"| `{old}` | | | the old name of `{@new}`, which still works, with a warning |\n");
        }

        return table.ToString();
    }

    private static string Default(Setting setting) => setting.Default switch
    {
        null => "none",
        _ when setting.IsOpen => "none",
        bool flag => flag ? "`true`" : "`false`",
        string text => $"`{text}`",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Meaning(SettingsSection section, Setting setting)
    {
        var type = setting.Property.DeclaringType!;
        var documentation = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml"));
        var member = $"P:{type.FullName}.{setting.Property.Name}";
        var summary = documentation.Descendants("member").Single(element => element.Attribute("name")!.Value == member).Element("summary")!;
        var text = string.Concat(summary.Nodes().Select(node => node is XElement element ? Code(section, element) : ((XText)node).Value));
        return Blanks().Replace(text, " ").Trim().TrimEnd('.').Replace("|", "\\|", StringComparison.Ordinal);
    }

    private static string Code(SettingsSection section, XElement element)
    {
        if (element.Attribute("cref")?.Value is not { } cref)
        {
            return $"`{element.Value}`";
        }

        var property = cref[(cref.LastIndexOf('.') + 1)..];
        return $"`{section.Settings.FirstOrDefault(setting => setting.Property.Name == property)?.Name ?? property}`";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
