using NetDrms.Database.Site;
using NetDrms.Drms.Sessions;

namespace NetDrms.Modules.Addresses;

/// <summary>Decides by the site's policy whether a person may ask for files. Spec 06 §4.3, §5.2 (1).</summary>
/// <param name="session">The session.</param>
/// <param name="policy">Section [export] of the site.</param>
internal sealed class AddressCheck(DrmsSession session, ExportPolicy policy)
{
    /// <summary>Says why not; null when the person may.</summary>
    /// <param name="address">The address of the request, or null.</param>
    /// <param name="cancel">Cancels the look-up.</param>
    public async Task<string?> RefusalAsync(string? address, CancellationToken cancel)
    {
        if (policy == ExportPolicy.Open)
            return null;
        if (policy == ExportPolicy.Closed)
            return "This site takes no export requests.";
        if (address is null || !ExportAddress.IsPlausible(address))
            return AddressMessages.Implausible;
        return (await ExportAddress.FindAsync(session.Connection, address, cancel)).State switch
        {
            AddressState.Registered => null,
            AddressState.Pending => AddressMessages.Pending,
            _ => AddressMessages.ByAdministrator,
        };
    }
}
