using System.Data;
using System.Text;
using NetDrms.Database.Faults;
using NetDrms.Database.Sql;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using Npgsql;

namespace NetDrms.Drms.Records;

/// <summary>Writes new records of one series into the running transaction by binary COPY. Spec 02 §6.2.</summary>
/// <remarks>
/// Rows are encoded as they come and sent about a megabyte at a time, each time with as many record numbers as there are rows, so neither memory nor
/// round trips grow with the number of records, and no number is lost. Record numbers follow the order of adding. Made by a session; not thread-safe.
/// </remarks>
public sealed class RecordWriter
{
    private const int FlushBytes = 1 << 20;
    private const int SystemColumns = 5;

    private readonly NpgsqlConnection _connection;
    private readonly RecordShape _shape;
    private readonly SqlText _copy;
    private readonly SqlName _sequence;
    private readonly long _sessionId;
    private readonly DrmsValue _sessionNamespace;
    private CopyBuffer _rows = new();
    private CopyBuffer _sent = new();
    private Task _sending = Task.CompletedTask;
    private readonly List<int> _unnumbered = [];   // where the record numbers of rows go that have none yet
    private NewRecord? _spare;

    internal RecordWriter(NpgsqlConnection connection, RecordShape shape, long sessionId, string sessionNamespace)
    {
        _connection = connection;
        _shape = shape;
        _copy = shape.Copy();
        _sequence = SqlName.Of(shape.Series.Name.Namespace, shape.Series.Name.Table + "_seq");
        _sessionId = sessionId;
        _sessionNamespace = DrmsValue.OfString(sessionNamespace);
    }

    /// <summary>The series.</summary>
    public SeriesDefinition Series => _shape.Series;

    /// <summary>Records added so far.</summary>
    public long Count { get; private set; }

    /// <summary>Set when the caller uses the connection for nothing else between two calls of <see cref="AddAsync"/>: rows are then sent while the next are made.</summary>
    public bool SendsAhead { get; set; }

    /// <summary>Bytes of rows that wait to be sent.</summary>
    public int PendingBytes => _rows.Length;

    /// <summary>A keyword of the series by the name that users see; hold on to it when many records are made.</summary>
    /// <exception cref="Model.Errors.DrmsException">There is none; the hint has the nearest name.</exception>
    public RecordKeyword Keyword(string name) => _shape.Find(name).Keyword;

    /// <summary>A new record with the defaults of the definition.</summary>
    public NewRecord Create()
    {
        NewRecord record = _spare ?? new NewRecord(_shape);
        _spare = null;
        record.Reset();
        return record;
    }

    /// <summary>What must be read of a record to clone it.</summary>
    public RecordRequest CloneRequest => new()
    {
        Parts = RecordParts.Place,
        Keywords = [.. ColumnsOfKeywords().Select(column => _shape.KeywordAt(column)!)],
        RawColumns = [.. ColumnsOfRest().Select(column => _shape.Columns[column].Name)],
    };

    /// <summary>A new version of a record: the same values, links, files and slot (it shares the storage unit). Spec 02 §6.5.</summary>
    /// <param name="source">A record read with <see cref="CloneRequest"/>.</param>
    public NewRecord Clone(RecordRow source)
    {
        ArgumentNullException.ThrowIfNull(source);
        NewRecord record = Create();
        int i = 0;
        foreach (int column in ColumnsOfKeywords())
        {
            DrmsValue value = source.Keyword(i++);
            record.SetColumn(column, _shape.IsStorable(value) ? value : default);
        }
        i = 0;
        foreach (int column in ColumnsOfRest())
            record.SetColumn(column, source.TryGetRaw(i++, out DrmsValue value) ? value : default);
        record.ClonedFrom = source.Recnum;
        record.Sunum = source.Sunum;
        record.Slotnum = source.Slotnum;
        return record;
    }

    /// <summary>Gives a record its number now, for callers that must know it before the rows are sent. One round trip.</summary>
    public async Task AssignRecnumAsync(NewRecord record, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (record.Recnum > 0)
            return;
        await _sending;
        // The waiting rows come first: of two versions of a record the later one has the larger number.
        await NumberAsync(_unnumbered.Count + 1, last => record.Recnum = last, cancel);
    }

    /// <summary>Takes a record; it must not be used afterwards. Sends the waiting rows when they are many and the connection is free.</summary>
    public ValueTask AddAsync(NewRecord record, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(record);
        Encode(record);
        Count++;
        _spare = record;
        if (_rows.Length < FlushBytes)
            return ValueTask.CompletedTask;
        if (SendsAhead)
            return new ValueTask(SendAheadAsync(cancel));
        bool isBusy = (_connection.FullState & (ConnectionState.Executing | ConnectionState.Fetching)) != 0;
        return isBusy ? ValueTask.CompletedTask : new ValueTask(FlushAsync(cancel));
    }

    /// <summary>Sends the waiting rows.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        await _sending;
        if (_rows.Length == 0)
            return;
        await NumberAsync(cancel);
        await SendAsync(_rows, cancel);
    }

    /// <summary>Waits for the rows on their way, whatever becomes of them: the session is being undone.</summary>
    internal Task AbandonAsync() => _sending.ContinueWith(static sending => _ = sending.Exception, TaskScheduler.Default);

    private async Task SendAheadAsync(CancellationToken cancel)
    {
        await _sending;
        await NumberAsync(cancel);
        (_rows, _sent) = (_sent, _rows);
        _sending = SendAsync(_sent, cancel);
    }

    private async Task NumberAsync(CancellationToken cancel)
    {
        if (_unnumbered.Count > 0)
            await NumberAsync(_unnumbered.Count, null, cancel);
        Failpoint.Hit("record-writer.numbered");
    }

    private async Task SendAsync(CopyBuffer rows, CancellationToken cancel)
    {
        NpgsqlRawCopyStream copy = await _connection.BeginRawBinaryCopyAsync(_copy.Text, cancel);
        try
        {
            await copy.WriteAsync(CopyBuffer.Header.ToArray(), cancel);
            await copy.WriteAsync(rows.Rows, cancel);
            await copy.WriteAsync(CopyBuffer.Trailer.ToArray(), cancel);
        }
        catch
        {
            await CancelAsync(copy);   // disposing would complete the COPY
            throw;
        }
        await copy.DisposeAsync();
        rows.Clear();
        Failpoint.Hit("record-writer.copied");
    }

    private static async Task CancelAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (NpgsqlException)
        {
            // a connection that is gone has cancelled the COPY as well; the caller sees why
        }
    }

    private void Encode(NewRecord record)
    {
        int start = _rows.Length;
        try
        {
            ReadOnlySpan<DrmsValue> values = record.Values;
            _rows.StartRow(SystemColumns + values.Length);
            int recnum = _rows.WriteInt64(record.Recnum);
            _rows.WriteInt64(record.Sunum);
            _rows.Write(ColumnStorage.Int32, DrmsValue.OfInteger(DrmsType.Int, record.Slotnum));
            _rows.WriteInt64(_sessionId);
            _rows.Write(ColumnStorage.Text, _sessionNamespace);
            for (int i = 0; i < values.Length; i++)
            {
                if (values[i].Type == DrmsType.Char && values[i].AsInteger == 0)   // stands for NULL; a char of 0 cannot be stored
                    _rows.WriteNull();
                else
                    _rows.Write(_shape.Columns[i].Storage, values[i]);
            }
            if (record.Recnum == 0)
                _unnumbered.Add(recnum);
        }
        catch (Exception error) when (error is OverflowException or InvalidOperationException or EncoderFallbackException)
        {
            _rows.CutTo(start);
            throw;
        }
    }

    // Numbers come in ascending order; the last may be for a record that was not added yet.
    private async Task NumberAsync(int count, Action<long>? takeLast, CancellationToken cancel)
    {
        SqlText sql = $"select nextval({_sequence.Quoted}::regclass) from generate_series(1, {count})";
        await using NpgsqlCommand command = sql.On(_connection);
        await using NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel);
        foreach (int position in _unnumbered)
        {
            await row.ReadAsync(cancel);
            _rows.Patch(position, row.GetInt64(0));
        }
        _unnumbered.Clear();
        if (takeLast is not null && await row.ReadAsync(cancel))
            takeLast(row.GetInt64(0));
    }

    private IEnumerable<int> ColumnsOfKeywords() => Enumerable.Range(0, _shape.Columns.Count).Where(column => _shape.KeywordAt(column) is not null);

    private IEnumerable<int> ColumnsOfRest() => Enumerable.Range(0, _shape.Columns.Count).Where(column => _shape.KeywordAt(column) is null);
}
