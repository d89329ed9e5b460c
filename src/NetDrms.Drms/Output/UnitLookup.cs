using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Drms.Output;

/// <summary>Asks the storage daemon about units, each once; connects at the first question.</summary>
/// <param name="connect">Gives the session's connection to the daemon.</param>
/// <param name="retrieves">Bring archived units back when their directory is asked for.</param>
/// <param name="retentionDays">Days that units whose directory is asked for are kept at least; null leaves them as they are.</param>
public sealed class UnitLookup(Func<CancellationToken, Task<SumsClient>> connect, bool retrieves, int? retentionDays)
{
    private const int MostRemembered = 50_000;

    private readonly Dictionary<long, StorageUnit?> _infos = [];
    private readonly Dictionary<long, string?> _directories = [];

    /// <summary>True for answers to the web, which show <see cref="PublishedPath"/>s.</summary>
    public bool IsPublished { get; init; }

    /// <summary>Units asked for whose directory nobody has.</summary>
    public IEnumerable<long> Missing => _directories.Where(d => d.Value is null).Select(d => d.Key);

    /// <summary>Asks what the daemon knows of units; numbers below 1 are none.</summary>
    /// <exception cref="DrmsException">The daemon is not there or refuses.</exception>
    public async Task InfoAsync(IEnumerable<long> sunums, CancellationToken cancel)
    {
        if (_infos.Count > MostRemembered)
            _infos.Clear();   // a listing of any length: what comes again is asked for again
        Sunum[] unknown = [.. sunums.Where(n => n > 0 && !_infos.ContainsKey(n)).Distinct().Select(n => new Sunum(n))];
        if (unknown.Length == 0)
            return;
        SumsClient client = await connect(cancel);
        foreach (StorageUnit unit in await client.InfoAsync(unknown, cancel))
            _infos[unit.Sunum.Value] = unit.IsKnown ? unit : null;
    }

    /// <summary>Asks where units lie.</summary>
    /// <exception cref="DrmsException">The daemon is not there or refuses.</exception>
    public async Task DirectoriesAsync(IEnumerable<long> sunums, CancellationToken cancel)
    {
        Sunum[] unknown = [.. sunums.Where(n => n > 0 && !_directories.ContainsKey(n)).Distinct().Select(n => new Sunum(n))];
        if (unknown.Length == 0)
            return;
        SumsClient client = await connect(cancel);
        // A negative number only ever lengthens the retention, also for the owner. Spec 03 §1.6.
        IReadOnlyList<string?> paths = await client.GetAsync(unknown, touch: retentionDays is not null, -(retentionDays ?? 0), retrieves, cancel);
        for (int i = 0; i < unknown.Length; i++)
            _directories[unknown[i].Value] = paths[i];
    }

    /// <summary>What the daemon knows of a unit; null for an unknown one, and for a number below 1.</summary>
    public StorageUnit? Info(long sunum) => _infos.GetValueOrDefault(sunum);

    /// <summary>Where a unit lies; null when it is unknown or off line.</summary>
    public string? Directory(long sunum) => _directories.GetValueOrDefault(sunum) is string path ? Shown(path) : null;

    /// <summary>A path in a unit as it is shown to whoever asks.</summary>
    public string Shown(string path) => IsPublished ? PublishedPath.Of(path) : path;
}
