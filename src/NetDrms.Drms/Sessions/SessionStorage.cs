using NetDrms.Database.Faults;
using NetDrms.Drms.Records;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Sums.Client;
using NetDrms.Sums.Units;

namespace NetDrms.Drms.Sessions;

/// <summary>The storage units of a session: those it fills and those it reads. Connects to SUMS when the first is needed. Spec 02 §6.2–6.3, 04 §3.6.</summary>
/// <remarks>Made by a session; not thread-safe.</remarks>
public sealed class SessionStorage
{
    private const int StandardRetentionDays = 3;
    private const int MinLogRetentionDays = 10;
    private const int LogGroup = 1;
    private const long LogBytes = 1 << 20;
    private const long BytesOfUnknown = 100L << 20;   // what the original asks for, whatever it needs
    private const long BytesOfHeaders = 64L << 10;
    private const string LogSeries = "drms_logs";   // no DRMS series: only the session row refers to its units

    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(90);

    private readonly SessionOptions _options;
    private readonly Dictionary<string, OpenUnit> _current = new(StringComparer.OrdinalIgnoreCase);   // the newest of each series
    private readonly List<OpenUnit> _units = [];
    private readonly Dictionary<long, string?> _paths = [];
    private SumsClient? _client;

    internal SessionStorage(SessionOptions options) => _options = options;

    /// <summary>The unit for a copy of the session's output, if one was asked for.</summary>
    internal AllocatedUnit? Log { get; private set; }

    /// <summary>Gives a record that is being made its slot: in the unit that is being filled, or in a new one. The folder is there afterwards.</summary>
    /// <returns>The folder for the record's files.</returns>
    /// <exception cref="DrmsException">SUMS has no room or is not there.</exception>
    internal async Task<string> TakeSlotAsync(NewRecord record, CancellationToken cancel)
    {
        SeriesDefinition series = record.Series;
        if (!_current.TryGetValue(series.Name.Key, out OpenUnit? unit) || unit.IsFull)
        {
            SumsClient client = await ClientAsync(cancel);
            AllocatedUnit allocated = await client.AllocAsync(ExpectedBytes(series), series.TapeGroup, cancel);
            _current[series.Name.Key] = unit = new OpenUnit(allocated, series);
            _units.Add(unit);
            _paths[allocated.Sunum.Value] = allocated.Path;
            Failpoint.Hit("session.unit-allocated");
            unit.MakeCubes(_options.Clock);
        }
        record.Slotnum = unit.Take(record.Recnum);
        record.Sunum = unit.Unit.Sunum.Value;
        return OpenUnit.SlotFolder(unit.Unit.Path, record.Slotnum);
    }

    /// <summary>True for a unit that this session fills.</summary>
    internal bool IsOwn(long sunum) => _units.Exists(unit => unit.Unit.Sunum.Value == sunum);

    /// <summary>Finds the directory of a unit and keeps the unit from expiring meanwhile; null if it is off line or unknown.</summary>
    /// <param name="sunum">The unit.</param>
    /// <param name="series">Series of the record, whose staging retention counts.</param>
    /// <param name="retrieve">Bring an archived unit back.</param>
    /// <param name="cancel">Cancels.</param>
    public async Task<string?> FindAsync(long sunum, SeriesDefinition series, bool retrieve, CancellationToken cancel)
    {
        if (!_paths.ContainsKey(sunum))
            await FindAllAsync([sunum], series, retrieve, cancel);
        return _paths[sunum];
    }

    /// <summary>Finds the directories of many units with one request, for <see cref="FindAsync"/> to answer without asking again.</summary>
    public async Task FindAllAsync(IReadOnlyCollection<long> sunums, SeriesDefinition series, bool retrieve, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sunums);
        ArgumentNullException.ThrowIfNull(series);
        List<Sunum> unknown = [];
        foreach (long sunum in sunums)
        {
            if (sunum <= 0)
                _paths.TryAdd(sunum, null);
            else if (_paths.TryAdd(sunum, null))   // SUMS wants no unit twice in a list
                unknown.Add(new Sunum(sunum));
        }
        if (unknown.Count == 0)
            return;
        try
        {
            int days = _options.RetentionDays ?? Standard(series.StagingRetentionDays);
            SumsClient client = await ClientAsync(cancel);
            IReadOnlyList<string?> paths = await client.GetAsync(unknown, touch: true, -days, retrieve, cancel);
            for (int i = 0; i < unknown.Count; i++)
                _paths[unknown[i].Value] = paths[i];
        }
        catch
        {
            foreach (Sunum sunum in unknown)
                _paths.Remove(sunum.Value);
            throw;
        }
    }

    /// <summary>The session with the storage daemon, opened at the first call; for requests that have no method here.</summary>
    /// <exception cref="DrmsException">No daemon is configured or reachable.</exception>
    public async Task<SumsClient> ClientAsync(CancellationToken cancel)
    {
        SumsAddress address = _options.Sums ?? throw new DrmsException(ErrorCode.SumsUnavailable, "no storage daemon is configured for this session");
        for (TimeSpan pause = s_firstPause; _client is null; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, s_longestPause.Ticks)))
        {
            try
            {
                _client = await SumsClient.OpenAsync(address, cancel);
            }
            catch (DrmsException error) when (error.Error.Code == ErrorCode.SumsUnavailable && _options.SumsIsSilent is not null)
            {
                _options.SumsIsSilent(error.Error);
                await Task.Delay(pause, _options.Clock, cancel);
            }
        }
        return _client;
    }

    /// <summary>Asks for the unit of the log.</summary>
    internal async Task OpenLogAsync(CancellationToken cancel)
    {
        SumsClient client = await ClientAsync(cancel);
        Log = await client.AllocAsync(LogBytes, LogGroup, cancel);
    }

    /// <summary>Writes Records.txt into the filled units and seals them. Nothing is visible to others yet.</summary>
    /// <param name="touched">The series that the session wrote, for the retention of its log.</param>
    /// <param name="cancel">Cancels; the work can still be undone.</param>
    internal async Task PutAsync(IReadOnlyCollection<SeriesDefinition> touched, CancellationToken cancel)
    {
        if (_client is null)
            return;
        foreach (OpenUnit unit in _units)
            unit.RemoveVirginCubes();
        List<OpenUnit> filled = [.. _units.Where(static unit => unit.HasFiles())];
        foreach (OpenUnit unit in filled)
            unit.WriteRecordsFile(_options.Archive ?? unit.Series.Archive);
        Failpoint.Hit("session.records-written");
        foreach (IGrouping<string, OpenUnit> ofSeries in filled.GroupBy(static unit => unit.Series.Name.Key))
        {
            SeriesDefinition series = ofSeries.First().Series;
            int days = _options.NewUnitRetentionDays ?? Standard(series.RetentionDays);
            ArchiveType archive = ArchiveTypes.FromFlag(_options.Archive ?? series.Archive);
            await _client.PutAsync([.. ofSeries.Select(static unit => unit.Unit)], series.Name.Text, days, archive, cancel);
        }
        if (Log is not null)
        {
            _options.WriteLog!(Log.Path);
            await PutLogAsync(touched, cancel);
        }
        Failpoint.Hit("session.units-put");
    }

    /// <summary>Makes the work visible to others and ends the session with SUMS; from here on it cannot be undone.</summary>
    internal async Task CloseAsync()
    {
        if (_client is null)
            return;
        await _client.CloseAsync(CancellationToken.None);
        await _client.DisposeAsync();
        _client = null;
    }

    /// <summary>Undoes everything: the daemon removes the directories. Never fails; a lost connection undoes it, too.</summary>
    internal async Task RollbackAsync()
    {
        if (_client is null)
            return;
        await _client.DisposeAsync();
        _client = null;
    }

    private async Task PutLogAsync(IReadOnlyCollection<SeriesDefinition> touched, CancellationToken cancel)
    {
        int days = touched.Select(series => _options.NewUnitRetentionDays ?? Standard(series.RetentionDays)).Append(MinLogRetentionDays).Max();
        bool isArchived = _options.Archive is int flag ? flag > 0 : touched.Any(static series => series.Archive > 0);
        await _client!.PutAsync([Log!], LogSeries, days, isArchived ? ArchiveType.TemporaryArchive : ArchiveType.TemporaryNoArchive, cancel);
    }

    private static int Standard(int days) => days == 0 ? StandardRetentionDays : days;

    // An estimate is enough: it only keeps full partitions from being chosen.
    private static long ExpectedBytes(SeriesDefinition series)
    {
        long record = 0;
        bool isKnown = true;
        foreach (SegmentDefinition segment in series.Segments.Where(static s => !s.IsLinked))
        {
            long pixels = segment.Dimensions.Aggregate(1L, static (product, length) => product * length);
            isKnown &= segment.Protocol != SegmentProtocol.Generic && pixels > 0;
            record += BytesOfHeaders + (pixels * BytesOf(segment.Type));
        }
        long unit = record * Math.Max(1, series.UnitSize);
        return isKnown ? unit : Math.Max(unit, BytesOfUnknown);
    }

    private static int BytesOf(DrmsType type) => type switch
    {
        DrmsType.Char => 1,
        DrmsType.Short => 2,
        DrmsType.Int or DrmsType.Float => 4,
        _ => 8,
    };
}
