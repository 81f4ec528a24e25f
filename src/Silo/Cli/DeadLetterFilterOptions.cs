using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Moodstream.Ingest.Redriving;
using Moodstream.Silo.Http;

namespace Moodstream.Silo.Cli;

/// <summary>Options of the verbs about dead letters that tell which are meant.</summary>
internal sealed class DeadLetterFilterOptions
{
    private readonly Option<string?> _type = new("--type") { Description = "Type of the failure, such as created-at-invalid." };
    private readonly Option<string?> _user = new("--user") { Description = "The post's key, its user." };
    private readonly Option<int?> _partition = new("--partition") { Description = "Partition of the dead-letter topic.", HelpName = "N" };

    private readonly Option<(long From, long To)?> _offsets = new("--offsets")
    {
        Description = "Offsets there, both ends included.",
        HelpName = "FROM-TO",
        CustomParser = static result => ReadOffsets(result),
    };

    private readonly Option<DateTimeOffset?> _from = Time("--from", "Earliest time of the post on Kafka.");
    private readonly Option<DateTimeOffset?> _to = Time("--to", "The time from which on the post's time is too late.");

    /// <summary>Gives the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    public DeadLetterFilterOptions(Command verb)
    {
        verb.Add(_type);
        verb.Add(_user);
        verb.Add(_partition);
        verb.Add(_offsets);
        verb.Add(_from);
        verb.Add(_to);
    }

    /// <summary>Which letters are meant.</summary>
    /// <param name="arguments">The verb's arguments.</param>
    public DeadLetterFilter Read(ParseResult arguments)
    {
        var offsets = arguments.GetValue(_offsets);
        return new DeadLetterFilter
        {
            Type = arguments.GetValue(_type),
            UserId = arguments.GetValue(_user),
            Partition = arguments.GetValue(_partition),
            FromOffset = offsets?.From,
            ToOffset = offsets?.To,
            From = arguments.GetValue(_from),
            To = arguments.GetValue(_to),
        };
    }

    private static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (OffsetTime.TryParse(result.Tokens[0].Value, null, out var time))
            {
                return time.Value;
            }

            result.AddError($"{name} must be a time with an offset, such as 2026-01-31T12:00:00Z.");
            return null;
        },
    };

    private static (long From, long To)? ReadOffsets(ArgumentResult result)
    {
        if (result.Tokens[0].Value.Split('-') is [var first, var last] && Number(first) is { } from && Number(last) is { } to)
        {
            return (from, to);
        }

        result.AddError("--offsets must be two numbers, such as 100-250.");
        return null;

        static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
