namespace Moodstream.Silo.Api;

/// <summary>A post as the API's description shows it; the parser that judges posts is stricter than this shape.</summary>
/// <param name="Id">Identifies the post; made up where it is left out.</param>
/// <param name="UserId">The author.</param>
/// <param name="CreatedAt">When the author posted it, ISO 8601 with offset; now where it is left out.</param>
/// <param name="Text">The words.</param>
/// <param name="Image">The picture.</param>
/// <param name="Expects">Modalities that the whole post will have, where it is sent in parts.</param>
/// <param name="Source">The network, or the group within it, that it comes from.</param>
/// <param name="Lang">BCP 47 language tag.</param>
internal sealed record PostDocument(
    string? Id = null,
    string? UserId = null,
    DateTimeOffset? CreatedAt = null,
    string? Text = null,
    PictureDocument? Image = null,
    string[]? Expects = null,
    string? Source = null,
    string? Lang = null);

/// <summary>A picture in a post.</summary>
/// <param name="Data">The file (JPEG, PNG, GIF or WebP) in base64.</param>
internal sealed record PictureDocument(string Data);
