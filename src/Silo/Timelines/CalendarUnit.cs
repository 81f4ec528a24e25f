namespace Moodstream.Silo.Timelines;

/// <summary>Units of the calendar that a summary can be made by.</summary>
internal enum CalendarUnit
{
    /// <summary>From a full hour to the next.</summary>
    Hour,

    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Monday (ISO 8601).</summary>
    Week,

    /// <summary>From the first of a month to the first of the next.</summary>
    Month,
}
