namespace NetDrms.Samples.Sun;

/// <summary>A pattern on the Sun that the rotation carries along and that slowly becomes another one.</summary>
/// <remarks>
/// Two generations of the table are mixed, each turned by a longitude of its own and read from a mirror every other time; their weights keep the variance.
/// A generation drifts with the rotation of features at its latitude for two lifetimes, so differential rotation never winds it up.
/// </remarks>
/// <param name="map">The pattern.</param>
/// <param name="lifetime">Seconds from one generation to the next.</param>
/// <param name="seed">Chooses the generations.</param>
internal sealed class EvolvingMap(SphereMap map, double lifetime, ulong seed)
{
    /// <summary>What is read at an instant.</summary>
    /// <param name="Map">The pattern.</param>
    /// <param name="Old">The generation that goes.</param>
    /// <param name="New">The generation that comes.</param>
    public readonly record struct Moment(SphereMap Map, Generation Old, Generation New)
    {
        /// <summary>Value at a place.</summary>
        /// <param name="longitude">Carrington longitude, radians.</param>
        /// <param name="latitude">Radians.</param>
        /// <param name="driftPerSecond">Drift of features in the Carrington frame at that latitude, rad/s.</param>
        public float At(float longitude, float latitude, float driftPerSecond) =>
            (Old.Weight * Map.At(Old.Turn + longitude - (driftPerSecond * Old.Age), Old.Mirror * latitude))
            + (New.Weight * Map.At(New.Turn + longitude - (driftPerSecond * New.Age), New.Mirror * latitude));
    }

    /// <summary>One generation at an instant.</summary>
    /// <param name="Weight">Its share.</param>
    /// <param name="Age">Seconds since the middle of its life.</param>
    /// <param name="Turn">Its longitude, radians.</param>
    /// <param name="Mirror">−1 where north and south are exchanged.</param>
    public readonly record struct Generation(float Weight, float Age, float Turn, float Mirror);

    /// <summary>The pattern at an instant.</summary>
    public Moment At(double seconds)
    {
        double number = Math.Floor(seconds / lifetime);
        double phase = (seconds / lifetime) - number;
        (double sin, double cos) = Math.SinCos(phase * Math.PI / 2);
        return new Moment(map, Make((long)number, cos, seconds), Make((long)number + 1, sin, seconds));
    }

    private Generation Make(long number, double weight, double seconds) => new(
        (float)weight,
        (float)(seconds - (number * lifetime)),
        (float)(Hash.Uniform(seed, number) * 2 * Math.PI),
        (number & 1) == 0 ? 1 : -1);
}
