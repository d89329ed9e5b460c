namespace NetDrms.Modules.Addresses;

/// <summary>What the site knows of a mail address; the numbers are those of checkAddress's answers. Spec 06 §4.1.</summary>
internal enum AddressState
{
    /// <summary>It may ask for exports.</summary>
    Registered = 2,
    /// <summary>Its owner has not confirmed it yet.</summary>
    Pending = 3,
    /// <summary>Nothing.</summary>
    Unknown = 4,
}
