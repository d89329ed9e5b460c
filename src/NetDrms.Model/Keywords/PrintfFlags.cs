namespace NetDrms.Model.Keywords;

/// <summary>Flags of a printf conversion.</summary>
[Flags]
internal enum PrintfFlags : byte
{
    None = 0,
    /// <summary><c>-</c>: to the left of the field.</summary>
    Left = 1,
    /// <summary><c>+</c>: a sign before numbers that are not negative, too.</summary>
    Plus = 2,
    /// <summary>Blank: a blank before numbers that are not negative.</summary>
    Blank = 4,
    /// <summary><c>0</c>: zeros fill the field.</summary>
    Zero = 8,
    /// <summary><c>#</c>: 0x, a leading 0, or a point in any case.</summary>
    Alternate = 16,
}
