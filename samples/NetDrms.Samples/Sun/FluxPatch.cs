namespace NetDrms.Samples.Sun;

/// <summary>A roundish concentration of vertical magnetic field: B = <paramref name="Gauss"/> · exp(−(r/<paramref name="Radius"/>)²).</summary>
/// <param name="Longitude">Carrington longitude of its centre, radians.</param>
/// <param name="Latitude">Heliographic latitude of its centre, radians.</param>
/// <param name="Radius">Radians.</param>
/// <param name="Gauss">Field in the centre, positive outwards.</param>
/// <param name="IsSpot">A sunspot, else plage.</param>
/// <param name="Shape">Chooses how its edge is ragged.</param>
internal readonly record struct FluxPatch(double Longitude, double Latitude, double Radius, double Gauss, bool IsSpot, ulong Shape)
{
    /// <summary>Its flux in units of gauss times square solar radii.</summary>
    public double Flux => Math.PI * Radius * Radius * Gauss;

    /// <summary>How far out the edge of a spot is in a direction, relative to <see cref="Radius"/>.</summary>
    /// <param name="angle">Direction from the centre, radians.</param>
    public float EdgeAt(float angle)
    {
        float edge = 1;
        for (int lobes = 2; lobes <= 8; lobes++)
        {
            float phase = (float)(2 * Math.PI * Hash.Uniform(Shape, lobes));
            edge += 0.2f / lobes * MathF.Sin((lobes * angle) + phase);
        }
        return edge;
    }
}
