namespace Moodstream.Grains.Interfaces.Timelines;

/// <summary>A timeline cursor was not made by this system, or belongs to another user.</summary>
[GenerateSerializer, Alias("moodstream.InvalidCursorException")]
public sealed class InvalidCursorException()
    : Exception("The cursor is not one that this user's timeline gave out; start again without it.");
