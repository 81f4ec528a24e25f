namespace Moodstream.Silo.Palettes;

/// <summary>How an emotion is shown: three signs of it, so that none has to be seen alone.</summary>
/// <param name="Emotion">The emotion.</param>
/// <param name="Sign">One or two characters that stand for it.</param>
/// <param name="Texture">What its surfaces are hatched with: <c>plain</c>, <c>rising</c>, <c>falling</c>, <c>level</c>, <c>cross</c> or <c>dots</c>.</param>
/// <param name="Light">Its colour on light ground.</param>
/// <param name="Dark">Its colour on dark ground.</param>
internal sealed record EmotionStyle(string Emotion, string Sign, string Texture, EmotionColour Light, EmotionColour Dark);

/// <summary>A colour of an emotion.</summary>
/// <param name="Fill">The colour, as <c>#rrggbb</c>.</param>
/// <param name="Ink">What is readable upon it.</param>
internal sealed record EmotionColour(string Fill, string Ink);
