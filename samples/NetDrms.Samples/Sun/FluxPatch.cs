namespace NetDrms.Samples.Sun;

/// <summary>A round concentration of vertical magnetic field: B = <paramref name="Gauss"/> · exp(−(r/<paramref name="Radius"/>)²).</summary>
/// <param name="Longitude">Carrington longitude of its centre, radians.</param>
/// <param name="Latitude">Heliographic latitude of its centre, radians.</param>
/// <param name="Radius">Radians.</param>
/// <param name="Gauss">Field in the centre, positive outwards.</param>
/// <param name="IsSpot">A sunspot, else plage.</param>
internal readonly record struct FluxPatch(double Longitude, double Latitude, double Radius, double Gauss, bool IsSpot)
{
    /// <summary>Its flux in units of gauss times square solar radii.</summary>
    public double Flux => Math.PI * Radius * Radius * Gauss;
}
