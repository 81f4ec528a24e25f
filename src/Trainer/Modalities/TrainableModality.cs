namespace Moodstream.Trainer.Modalities;

/// <summary>A modality that models can be trained on.</summary>
/// <param name="Name">Its name, as in bundles and in <c>--modalities</c>.</param>
/// <param name="Prepare">Starts reading it.</param>
internal sealed record TrainableModality(string Name, Func<PreparationOptions, IModalityPreparation> Prepare);
