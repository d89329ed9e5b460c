namespace NetDrms.Modules.Addresses;

/// <summary>What is said of addresses, in the original's words where it has some. Spec 06 §4.1.</summary>
internal static class AddressMessages
{
    public const string Registered = "Email address is valid and registered.";
    public const string Pending = "Email-address registration is pending. Please wait and try again later.";
    public const string Unknown = "email address has been neither validated nor registered";
    public const string Implausible = "Not a valid email address.";
    public const string Missing = "Missing required argument 'address'.";

    /// <summary>There is no mail server here that could ask the person.</summary>
    public const string ByAdministrator = "Your email address has not been registered for use with the export system. At this site the administrator registers addresses; ask for yours to be added.";
}
