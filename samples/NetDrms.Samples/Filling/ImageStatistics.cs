namespace NetDrms.Samples.Filling;

/// <summary>The statistics that records keep of their pictures; missing pixels do not count.</summary>
internal sealed record ImageStatistics(float Min, float Max, float Median, double Mean, double Deviation, double Skewness, double Kurtosis, int Good, int Missing)
{
    /// <summary>Looks at all pixels.</summary>
    public static ImageStatistics Of(ReadOnlySpan<float> pixels)
    {
        float[] good = new float[pixels.Length];
        int count = 0;
        double sum = 0;
        foreach (float value in pixels)
        {
            if (float.IsNaN(value))
                continue;
            good[count++] = value;
            sum += value;
        }
        if (count == 0)
            return new(float.NaN, float.NaN, float.NaN, double.NaN, double.NaN, double.NaN, double.NaN, 0, pixels.Length);
        double mean = sum / count, second = 0, third = 0, fourth = 0;
        (float min, float max) = (good[0], good[0]);
        foreach (float value in good.AsSpan(0, count))
        {
            double from = value - mean, square = from * from;
            second += square;
            third += square * from;
            fourth += square * square;
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        double variance = second / count;
        double deviation = Math.Sqrt(variance);
        return new(min, max, MiddleOf(good.AsSpan(0, count)), mean, deviation, variance > 0 ? third / count / (variance * deviation) : 0,
            variance > 0 ? (fourth / count / (variance * variance)) - 3 : 0, count, pixels.Length - count);
    }

    /// <summary>Sets DATAMIN … MISSVALS.</summary>
    public void AddTo(RecordContent content)
    {
        content.Add("DATAMIN", Min).Add("DATAMAX", Max).Add("DATAMEDN", Median).Add("DATAMEAN", Mean).Add("DATARMS", Deviation).Add("DATASKEW", Skewness).Add("DATAKURT", Kurtosis);
        content.Add("TOTVALS", Good + Missing).Add("DATAVALS", Good).Add("MISSVALS", Missing);
    }

    // Hoare's selection; the order of the values is lost
    private static float MiddleOf(Span<float> values)
    {
        int wanted = values.Length / 2, low = 0, high = values.Length - 1;
        while (low < high)
        {
            float pivot = values[(low + high) >>> 1];
            (int left, int right) = (low - 1, high + 1);
            while (true)
            {
                while (values[++left] < pivot) { }
                while (values[--right] > pivot) { }
                if (left >= right)
                    break;
                (values[left], values[right]) = (values[right], values[left]);
            }
            if (wanted <= right)
                high = right;
            else
                low = right + 1;
        }
        return values[wanted];
    }
}
