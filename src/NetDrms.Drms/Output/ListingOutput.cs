namespace NetDrms.Drms.Output;

/// <summary>
/// Takes the rows of a listing. What only the storage daemon or a session table knows is left as a hole and filled in for many rows at once;
/// a listing without such columns goes straight to its buffer.
/// </summary>
public sealed class ListingOutput
{
    /// <summary>Rows that are held back at most.</summary>
    public const int RowsHeld = 512;

    private readonly OutputBuffer _output;
    private readonly ListingLookups? _lookups;
    private readonly OutputBuffer _held;
    private readonly List<Hole> _holes = [];
    private int _rows;

    /// <summary>Prepares the output of a listing.</summary>
    /// <param name="output">Where the text goes.</param>
    /// <param name="lookups">Fills the holes; null for a listing that has none.</param>
    public ListingOutput(OutputBuffer output, ListingLookups? lookups)
    {
        _output = output;
        _lookups = lookups;
        _held = lookups is null ? output : new OutputBuffer(null);
    }

    /// <summary>Where cells are written.</summary>
    public OutputBuffer Bytes => _held;

    /// <summary>True when so much is held or written that <see cref="FlushAsync"/> should be called.</summary>
    public bool IsFull => _rows >= RowsHeld || _output.ShouldSend;

    /// <summary>Writes a label and leaves a hole for the directory of a record.</summary>
    /// <param name="sunum">The record's unit; below 1 for none.</param>
    /// <param name="slot">Its slot.</param>
    /// <param name="label">What stands before the directory.</param>
    public void DirectoryOf(long sunum, int slot, string label)
    {
        Bytes.Text(label);
        Directory(sunum, slot, "");
    }

    /// <summary>Ends a line that was written by hand.</summary>
    public void EndLine()
    {
        Bytes.Byte((byte)'\n');
        EndRow();
    }

    /// <summary>Leaves a hole for the directory of a unit's slot.</summary>
    /// <param name="sunum">The unit; below 1 for none.</param>
    /// <param name="slot">The slot; −1 for the unit's own directory.</param>
    /// <param name="suffix">What follows the directory.</param>
    internal void Directory(long sunum, int slot, string suffix) => _holes.Add(new Hole(_held.Held.Length, HoleKind.Directory, sunum, slot, suffix));

    /// <summary>Leaves a hole for the columns of a unit.</summary>
    internal void Unit(long sunum) => _holes.Add(new Hole(_held.Held.Length, HoleKind.Unit, sunum, 0, ""));

    /// <summary>Leaves a hole for the columns of a session.</summary>
    internal void Session(long sessionId, string sessionNamespace) => _holes.Add(new Hole(_held.Held.Length, HoleKind.Session, sessionId, 0, sessionNamespace));

    /// <summary>Ends a row.</summary>
    internal void EndRow()
    {
        if (_lookups is not null)
            _rows++;
        else
            _output.WriteOutIfFull();
    }

    /// <summary>Fills the holes of the rows held, writes them out, and waits for a reader that lags behind. With session columns, the connection must be free.</summary>
    public async Task FlushAsync(CancellationToken cancel)
    {
        if (_lookups is not null && !_held.Held.IsEmpty)
            await FillAsync(_lookups, cancel);
        if (_output.ShouldSend)
            await _output.SendAsync(cancel);
    }

    private async Task FillAsync(ListingLookups lookups, CancellationToken cancel)
    {
        await lookups.LookUpAsync(_holes, cancel);
        int done = 0;
        foreach (Hole hole in _holes)
        {
            _output.Write(_held.Held[done..hole.Offset]);
            lookups.Fill(_output, hole);
            done = hole.Offset;
        }
        _output.Write(_held.Held[done..]);
        _output.WriteOutIfFull();
        _held.Clear();
        _holes.Clear();
        _rows = 0;
    }
}
