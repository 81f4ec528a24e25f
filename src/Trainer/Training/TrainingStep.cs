namespace Moodstream.Trainer.Training;

/// <summary>A step that was done.</summary>
/// <param name="Step">Its number, from 1.</param>
/// <param name="Of">All steps of the run.</param>
/// <param name="Epoch">Its epoch, from 1.</param>
/// <param name="Loss">Its loss.</param>
internal sealed record TrainingStep(int Step, int Of, int Epoch, double Loss);
