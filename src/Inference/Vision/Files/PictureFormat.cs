namespace Moodstream.Inference.Vision.Files;

/// <summary>The picture formats that are accepted.</summary>
internal enum PictureFormat
{
    /// <summary>None of the accepted formats.</summary>
    Unknown,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>PNG.</summary>
    Png,

    /// <summary>GIF, 87a or 89a.</summary>
    Gif,

    /// <summary>WebP.</summary>
    Webp,
}
