using System.Text.Json.Serialization;

namespace Moodstream.Trainer.Recipes;

/// <summary>How the rows of a text's words become one vector, by component.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WordPooling>))]
internal enum WordPooling
{
    /// <summary>Their maximum and their mean, side by side.</summary>
    MaxAndMean,

    /// <summary>Their maximum.</summary>
    Max,

    /// <summary>Their mean.</summary>
    Mean,
}
