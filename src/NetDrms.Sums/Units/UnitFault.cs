namespace NetDrms.Sums.Units;

/// <summary>What is wrong with a storage unit or one of its entries.</summary>
public enum UnitFaultKind
{
    /// <summary>The unit's directory is not there.</summary>
    NoDirectory,
    /// <summary>An entry of the manifest is not there.</summary>
    Missing,
    /// <summary>An entry stands in no manifest.</summary>
    Extra,
    /// <summary>A file has another length than when it was sealed.</summary>
    WrongSize,
    /// <summary>A file of the right length holds other bytes than when it was sealed.</summary>
    WrongContent,
    /// <summary>An entry has other permissions than when it was sealed.</summary>
    WrongMode,
    /// <summary>An entry is of another kind: a link for a file, for example.</summary>
    WrongKind,
    /// <summary>A file or folder cannot be read.</summary>
    Unreadable,
    /// <summary>The size in sum_main is not that of the unit.</summary>
    WrongBytes,
    /// <summary>A row that belongs to the unit is missing.</summary>
    NoRow,
}

/// <summary>One thing that is wrong with a storage unit.</summary>
/// <param name="Kind">What.</param>
/// <param name="Name">The entry, from the unit's folder; "." for that folder.</param>
/// <param name="Detail">Facts, as people read them.</param>
public sealed record UnitFault(UnitFaultKind Kind, string Name, string Detail)
{
    /// <summary>True when data are lost or not what was sealed, so that a copy from elsewhere is needed.</summary>
    public bool IsDamage => Kind is not (UnitFaultKind.Extra or UnitFaultKind.WrongMode or UnitFaultKind.WrongBytes or UnitFaultKind.NoRow);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Detail}";
}
