using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Model.Slots;

/// <summary>Numbers the slots of a slotted keyword. Spec 01 §4.</summary>
/// <param name="Base">Where slot 0 stands, in the keyword's own unit (seconds for times): its centre, or its start if <paramref name="IsCentred"/> is false.</param>
/// <param name="Width">Step × unit: distance of slots; not 0.</param>
/// <param name="IsCentred">True for ts_eq, slot and carr; false for ts_slot, whose slots start at the base.</param>
/// <param name="Rounding">Of ts_slot: values up to half of it before a slot belong to the slot; 0 for others.</param>
/// <remarks>The order of the operations is part of the format: it decides ties.</remarks>
public readonly record struct SlotAxis(double Base, double Width, bool IsCentred, double Rounding)
{
    /// <summary>An axis of centred slots.</summary>
    public SlotAxis(double Base, double Width) : this(Base, Width, true, 0)
    {
    }

    /// <summary>Reads the companions (<c>_epoch</c>, <c>_base</c>, <c>_step</c>, <c>_unit</c>, <c>_round</c>) of a slotted keyword.</summary>
    /// <exception cref="DrmsException">A companion is missing or unreadable, or the keyword is an enumeration, which has no axis (<see cref="EnumSlots"/>).</exception>
    public static SlotAxis For(SeriesDefinition series, KeywordDefinition slotted)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(slotted);
        SlotCompanionReader companions = new(series, slotted);
        return slotted.Kind switch
        {
            KeywordKind.TsEq => new(companions.Instant("_epoch"), companions.Width(TimeUnit), true, 0),
            KeywordKind.TsSlot => new(companions.Instant("_epoch"), companions.Width(TimeUnit), false, companions.NumberOr("_round", 0)),
            KeywordKind.Slot => new(companions.Number("_base"), companions.Width(null), true, 0),
            KeywordKind.Carr => new(0, companions.Width(AngleUnit), true, 0),
            _ => throw new DrmsException(ErrorCode.Definition, $"keyword \"{slotted.Name}\" of \"{series.Name}\" has no slots on an axis"),
        };
    }

    /// <summary>Gives the slot that holds a value; a boundary belongs to the upper slot.</summary>
    /// <exception cref="OverflowException">The value is NaN or the number exceeds 64 bits.</exception>
    public long IndexOf(double value) => checked((long)Math.Floor((value - Base + (IsCentred ? Width : Rounding) / 2) / Width));

    /// <summary>Gives the middle of a slot.</summary>
    public double CentreOf(long slot) => IsCentred ? Base + (slot * Width) : Base + (slot * Width) + ((Width - Rounding) / 2);

    /// <summary>Gives where a slot is said to stand: its centre, or its start for ts_slot.</summary>
    public double PositionOf(long slot) => Base + (slot * Width);

    private static double? TimeUnit(string word) => word.ToLowerInvariant() switch
    {
        "tenthsecs" => 0.1,
        "secs" => 1,
        "mins" => 60,
        "hours" => 3600,
        "days" => 86400,
        _ => null,
    };

    private static double? AngleUnit(string word) => word.ToLowerInvariant() switch
    {
        "degrees" => 1,
        "arcmins" => 1.0 / 60,
        "arcsecs" => 1.0 / 3600,
        "milliarcsecs" => 1.0 / 3600000,
        "rads" => 180 / Math.PI,
        "microrads" => 180 / Math.PI / 1e6,
        _ => null,
    };
}
