namespace NetDrms.Database.Site;

/// <summary>A person who may ask for exports.</summary>
/// <param name="Address">Mail address.</param>
/// <param name="Id">Number of the person, −1 without a row of his own; the <c>Requestor</c> of a request.</param>
/// <param name="Name">Name, or null.</param>
/// <param name="PostalAddress">Postal address, or null.</param>
/// <param name="IsPending">True while the address is not confirmed.</param>
/// <param name="Since">Registered at.</param>
public sealed record ExportUser(string Address, int Id, string? Name, string? PostalAddress, bool IsPending, DateTime Since);
