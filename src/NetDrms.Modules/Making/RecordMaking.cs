using System.Globalization;
using NetDrms.Database.Sql;
using NetDrms.Drms.Queries;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Model.Errors;
using NetDrms.Model.RecordSets;
using NetDrms.Model.Series;
using NetDrms.Modules.Driver;
using NetDrms.Modules.Listing;

namespace NetDrms.Modules.Making;

/// <summary>The work of <c>set_info</c> behind its arguments: new records, and new versions. Spec 03 §3.</summary>
internal sealed class RecordMaking
{
    private const int ChunkRows = 256;
    private const string KeyMissing = "some prime key not specified on command line";

    private readonly ModuleContext _context;
    private readonly DrmsSession _session;
    private readonly SetInfoDialect _dialect;
    private readonly SetInfoOptions _options;
    private readonly RecordSetAccess _access;
    private readonly RecordFilling _filling;

    /// <summary>Prepares the work; nothing is done yet.</summary>
    public RecordMaking(ModuleContext context, DrmsSession session, SetInfoDialect dialect, SetInfoOptions options)
    {
        _context = context;
        _session = session;
        _dialect = dialect;
        _options = options;
        _access = new RecordSetAccess(context, session, Trust.LocalUser);
        _filling = new RecordFilling(context, session, _access, dialect, options);
    }

    /// <summary>Makes one record.</summary>
    /// <returns>1.</returns>
    public async Task<long?> CreateAsync(string name, IReadOnlyList<Assignment> assignments, CancellationToken cancel)
    {
        SeriesDefinition series = await SeriesAsync(name, cancel);
        Tell($"set_info() creating record(s), query is {name}.");
        AssignmentTargets targets = new(series, isOfBlocks: false);
        RefuseUnknown(targets, assignments);
        RecordWriter writer = await _session.WriterAsync(series, cancel);
        await CreateAsync(writer, targets, assignments, cancel);
        return 1;
    }

    /// <summary>Makes a record of every block of standard input.</summary>
    /// <returns>How many.</returns>
    public async Task<long?> CreateManyAsync(string name, IReadOnlyList<Assignment> common, CancellationToken cancel)
    {
        SeriesDefinition series = await SeriesAsync(name, cancel);
        Tell($"set_info() creating record(s), query is {name}.");
        AssignmentTargets targets = new(series, isOfBlocks: true);
        RefuseUnknown(targets, common);
        KeywordBlocks blocks = new(_context.Surroundings.In.Value);
        List<Assignment> all = [];
        RecordWriter? writer = null;
        long count = 0;
        for (; blocks.Read(); count++)
        {
            foreach (string unclosed in blocks.UnclosedQuotes)
                _context.Error.Line($"Keyword {unclosed} has leading but not trailing quote");
            RefuseUnknown(targets, blocks.Assignments);
            all.Clear();
            all.AddRange(common);
            all.AddRange(blocks.Assignments);
            if (writer is null)
            {
                writer = await _session.WriterAsync(series, cancel);
                writer.SendsAhead = series.Segments.Count == 0 && series.Links.Count == 0;   // storing files and finding link targets need the connection
            }
            try
            {
                await CreateAsync(writer, targets, all, cancel);
            }
            catch (DrmsException failure)
            {
                string place = string.Create(CultureInfo.InvariantCulture, $"In the block that begins at line {blocks.FirstLine} of standard input; no record was stored.");
                throw new DrmsException(failure.Error with { Detail = failure.Error.Detail is string detail ? $"{detail}\n{place}" : place }, failure);
            }
        }
        return count;
    }

    /// <summary>Makes new versions of the records of a set.</summary>
    /// <returns>How many; null when the set is empty.</returns>
    public async Task<long?> UpdateAsync(string set, IReadOnlyList<Assignment> assignments, CancellationToken cancel)
    {
        IReadOnlyList<RecordQuery> queries;
        try
        {
            queries = await _access.OpenAsync(set, cancel);
        }
        catch (DrmsException failure)
        {
            throw _dialect.Error("cant open recordset query", failure.Error);
        }
        Tell($"set_info() updating record(s), query is {set}.");
        if (!_options.ChangesMany)
            await RequireOneAsync(queries, cancel);
        long count = 0;
        foreach (RecordQuery query in queries)
            count += await UpdateAsync(query, assignments, cancel);
        return count == 0 ? null : count;
    }

    private async Task<long> UpdateAsync(RecordQuery query, IReadOnlyList<Assignment> assignments, CancellationToken cancel)
    {
        AssignmentTargets targets = new(query.Series, isOfBlocks: false);
        RefuseUnknown(targets, assignments);
        if (!await HasRecordsAsync(query, cancel))
            return 0;   // before anything is written, a session row included
        RecordWriter writer = await _session.WriterAsync(query.Series, cancel);
        RecordColumns columns = await RecordColumns.BindAsync(query.Series, writer.CloneRequest, _access.FindAsync, cancel);
        await _filling.PrepareAsync(targets, assignments, cancel);
        SqlText sql = query.Select(columns.Columns, columns.Joins, RecordLimit.None);
        long count = 0;
        Queue<NewRecord> clones = new(ChunkRows);
        // Between two chunks the connection is free: record numbers and storage units are asked for then.
        async Task FinishAllAsync(CancellationToken token)
        {
            while (clones.TryDequeue(out NewRecord? clone))
            {
                Tell("Clone record for update");
                await FinishAsync(writer, clone, targets, assignments, token);
            }
        }
        await using (RecordReader reader = await RecordReader.OpenCursorAsync(_session.Connection, sql, columns, ChunkRows, FinishAllAsync, cancel))
        {
            for (; await reader.ReadAsync(cancel); count++)
                clones.Enqueue(writer.Clone(reader.Row));
        }
        await FinishAllAsync(cancel);
        return count;
    }

    private async Task CreateAsync(RecordWriter writer, AssignmentTargets targets, IReadOnlyList<Assignment> assignments, CancellationToken cancel)
    {
        Tell("Make new record");
        await FinishAsync(writer, writer.Create(), targets, assignments, cancel);
    }

    private async Task FinishAsync(RecordWriter writer, NewRecord record, AssignmentTargets targets, IReadOnlyList<Assignment> assignments, CancellationToken cancel)
    {
        using SegmentSources sources = await _filling.FillAsync(record, targets, assignments, cancel);
        if (record.ClonedFrom == 0 && record.MissingPrimeKeys().ToList() is { Count: > 0 } missing)
        {
            throw _dialect.Error(KeyMissing, new DrmsError(ErrorCode.Argument, $"{(missing.Count == 1 ? "prime key" : "prime keys")} {string.Join(", ", missing)} {(missing.Count == 1 ? "has" : "have")} no value")
            {
                Hint = "Every prime key needs a value, on the command line or in the header of a file.",
            });
        }
        await _filling.StoreAsync(record, sources, cancel);
        if (_options.IsVerbose)
        {
            await writer.AssignRecnumAsync(record, cancel);
            Tell(string.Create(CultureInfo.InvariantCulture, $"recnum={record.Recnum}"));
        }
        await writer.AddAsync(record, cancel);
    }

    private async Task<SeriesDefinition> SeriesAsync(string name, CancellationToken cancel)
    {
        SeriesDefinition series = await _access.FindAsync(name, cancel)
            ?? throw _dialect.Error($"cant create records in series {name}, status -10003", await _access.Catalog.UnknownAsync(name, cancel));
        if (series.PrimeKeys.FirstOrDefault(key => !key.HasColumn) is KeywordDefinition fixedKey)
            throw _dialect.Error("Prime keys may not be linked or constant", new DrmsError(ErrorCode.Definition, $"prime key \"{fixedKey.Name}\" of series \"{series.Name}\" has no column"));
        return series;
    }

    private async Task RequireOneAsync(IReadOnlyList<RecordQuery> queries, CancellationToken cancel)
    {
        long count = 0;
        foreach (RecordQuery query in queries)
            count += await CountAsync(query, limit: 2, cancel);
        if (count > 1)
        {
            throw _dialect.Error("multiple records not expected", new DrmsError(ErrorCode.Argument, "the record set has more than one record")
            {
                Hint = "With -m all of them are changed.",
            });
        }
    }

    private async Task<bool> HasRecordsAsync(RecordQuery query, CancellationToken cancel) => await CountAsync(query, limit: 1, cancel) > 0;

    private async Task<long> CountAsync(RecordQuery query, int limit, CancellationToken cancel)
    {
        RecordColumns columns = await RecordColumns.BindAsync(query.Series, new RecordRequest(), _access.FindAsync, cancel);
        await using RecordReader reader = await RecordReader.OpenAsync(
            _session.Connection, query.Select(columns.Columns, columns.Joins, RecordLimit.First(limit)), columns, cancel);
        long count = 0;
        while (await reader.ReadAsync(cancel))
            count++;
        return count;
    }

    // All unknown names at once.
    private void RefuseUnknown(AssignmentTargets targets, IReadOnlyList<Assignment> assignments)
    {
        if (_options.IgnoresUnknown)
            return;
        List<DrmsError>? unknown = null;
        for (int i = 0; i < assignments.Count; i++)
        {
            if (targets.Find(assignments[i].Name).IsUnknown)
                (unknown ??= []).Add(targets.Unknown(assignments[i]));
        }
        if (unknown is null)
            return;
        for (int i = 0; i < unknown.Count - 1; i++)
            _context.Error.Print(unknown[i]);
        throw new DrmsException(unknown[^1]);
    }

    private void Tell(string line)
    {
        if (_options.IsVerbose)
            _context.Error.Line(line);
    }
}
