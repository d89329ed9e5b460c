using NetDrms.Drms.Catalog;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Sums.Client;

namespace NetDrms.Modules.Making;

/// <summary>The removal of a series in two steps: its rows with the session's commit, its storage units after that.</summary>
/// <remarks>In that order a crash leaves units without rows, which the daemon finds, never rows without files. The daemon must answer before anything is removed.</remarks>
internal sealed class SeriesDeletion
{
    private readonly ModuleContext _context;
    private readonly SeriesName _series;
    private readonly SumsClient? _sums;

    private SeriesDeletion(ModuleContext context, SeriesName series, SumsClient? sums)
    {
        _context = context;
        _series = series;
        _sums = sums;
    }

    /// <summary>Asks on the terminal; the exact answer <c>yes</c> counts, and nothing else. Spec 03 §5.</summary>
    /// <param name="context">Where to ask.</param>
    /// <param name="series">The series.</param>
    /// <param name="questions">How often.</param>
    public static bool IsConfirmed(ModuleContext context, string series, int questions)
    {
        if (context.Arguments.Flag("yes"))
            return true;
        context.Out.Text($"You are about to permanently erase all metadata for the series '{series}'.\nAre you sure you want to do this (yes/no)? ");
        if (!context.SaysYes())
            return false;
        if (questions == 1)
            return true;
        context.Out.Text($"I repeat: All data records from '{series}' will be erased.\nAre you REALLY sure you want to do this (yes/no)? ");
        return context.SaysYes();
    }

    /// <summary>Removes the rows in the session's transaction, which the caller commits.</summary>
    /// <exception cref="DrmsException">The role may not, or the storage daemon does not answer; nothing is removed.</exception>
    public static async Task<SeriesDeletion> BeginAsync(ModuleContext context, DrmsSession session, SeriesName name, bool keepsUnits, CancellationToken cancel)
    {
        SeriesRemoval removal = await new SeriesRemover(session.Connection).InspectAsync(name, cancel);
        SumsClient? sums = keepsUnits || removal.StorageUnits == 0 ? null : await SumsClient.OpenAsync(context.Site.Sums, cancel);
        try
        {
            await session.BeginChangesAsync(cancel);
            await new SeriesRemover(session.Connection, session.Transaction).RemoveAsync(removal.Series.Name, cancel);
            return new SeriesDeletion(context, removal.Series.Name, sums);
        }
        catch
        {
            if (sums is not null)
                await sums.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets the storage units expire; to be called after the commit. A failure is told, not thrown: the series is gone already.</summary>
    /// <returns>False when the daemon could not be told.</returns>
    public async Task<bool> FreeUnitsAsync()
    {
        if (_sums is null)
            return true;
        await using SumsClient sums = _sums;
        try
        {
            await sums.DeleteSeriesAsync(_series.Text, CancellationToken.None);
            await sums.CloseAsync(CancellationToken.None);
            return true;
        }
        catch (DrmsException failure)
        {
            _context.Error.Warn(new DrmsError(failure.Error.Code, $"the storage units of \"{_series}\" could not be freed: {failure.Error.Message}")
            {
                Detail = "The series itself is removed.",
                Hint = "The storage daemon frees units that no record refers to by itself.",
            });
            return false;
        }
    }
}
