namespace Moodstream.Trainer.Reports.Charts;

/// <summary>A vector of the space where modalities meet, as a point of the plane.</summary>
/// <param name="X">In 0–1.</param>
/// <param name="Y">In 0–1.</param>
/// <param name="Label">Label of its post.</param>
/// <param name="Modality">Its modality.</param>
internal sealed record SpacePoint(double X, double Y, int Label, string Modality);
