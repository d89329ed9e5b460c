namespace NetDrms.Model.Keywords;

/// <summary>The "kind" of a keyword line; the numbers are <c>drms_keyword.isconstant</c>. Spec 01 §4.1, 02 §1.3.</summary>
public enum KeywordKind
{
    /// <summary>A value a record.</summary>
    Variable = 0,
    /// <summary>One value for the series: its default.</summary>
    Constant = 1,
    /// <summary>Slot number of a slotted keyword; made by the system.</summary>
    Index = 100,
    /// <summary>Slotted time, slots centred on base + i·step.</summary>
    TsEq = 1000,
    /// <summary>Slotted number, slots centred.</summary>
    Slot = 1001,
    /// <summary>Slotted by position in a list of values.</summary>
    Enum = 1002,
    /// <summary>Slotted Carrington time in degrees, slots centred.</summary>
    Carr = 1003,
    /// <summary>Slotted time, slots start at base + i·step.</summary>
    TsSlot = 1004,
}
