namespace Moodstream.Trainer.Faces;

/// <summary>A tensor of weights.</summary>
/// <param name="Shape">Its sizes; those of a convolution are height, width, input, output.</param>
/// <param name="Values">Its numbers.</param>
internal sealed record FaceWeight(int[] Shape, float[] Values)
{
    /// <summary>The numbers with the axes in another order.</summary>
    /// <param name="order">For each axis of the result the axis that it comes from.</param>
    public FaceWeight Permute(params ReadOnlySpan<int> order)
    {
        int[] shape = new int[order.Length];
        int[] strides = new int[order.Length];
        for (int axis = 0; axis < order.Length; axis++)
        {
            shape[axis] = Shape[order[axis]];
            strides[axis] = Shape[(order[axis] + 1)..].Aggregate(1, (product, size) => product * size);
        }

        float[] values = new float[Values.Length];
        for (int place = 0; place < values.Length; place++)
        {
            int rest = place;
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                source += rest % shape[axis] * strides[axis];
                rest /= shape[axis];
            }

            values[place] = Values[source];
        }

        return new FaceWeight(shape, values);
    }
}
