namespace Moodstream.Grains.Models;

/// <summary>Whether this silo serves what the cluster serves, rather than what its settings told it to begin with.</summary>
internal sealed class ModelSettlement
{
    private volatile bool _isSettled;

    /// <summary>True from the silo's admission on.</summary>
    public bool IsSettled
    {
        get => _isSettled;
        set => _isSettled = value;
    }
}
