using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Archive.Writing;

/// <summary>The file that tells what a run is going to write, in the original's form. Spec 04 §5.2.</summary>
/// <param name="folder">Where manifests lie; finished ones in DONE below.</param>
/// <param name="group">Tape group.</param>
internal sealed class ArchiveManifest(string folder, int group)
{
    private const string DoneName = "DONE";
    private readonly string _path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"manifest.group{group}"));

    /// <summary>How many files it lists.</summary>
    public int Files { get; private set; }

    /// <summary>How many units.</summary>
    public long Units { get; private set; }

    /// <summary>Writes it: a file of the archive holds one series and ends at so many bytes or units.</summary>
    /// <param name="units">By series.</param>
    public async Task WriteAsync(IAsyncEnumerable<ArchiveUnit> units, long fileBytes, int fileUnits, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        string part = _path + DurableFile.PartSuffix;
        await using (StreamWriter output = new(part, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"#group={group} files close at {fileBytes} bytes or {fileUnits} storage units").AsMemory(), cancel);
            List<ArchiveUnit> file = [];
            long bytes = 0;
            await foreach (ArchiveUnit unit in units.WithCancellation(cancel))
            {
                if (file.Count > 0 && (file[0].Series != unit.Series || bytes >= fileBytes || file.Count >= fileUnits))
                {
                    await WriteAsync(output, file, bytes, cancel);
                    file.Clear();
                    bytes = 0;
                }
                file.Add(unit);
                bytes += unit.Bytes;
            }
            if (file.Count > 0)
                await WriteAsync(output, file, bytes, cancel);
        }
        DurableFile.Publish(part, _path);
    }

    private async Task WriteAsync(StreamWriter output, List<ArchiveUnit> file, long bytes, CancellationToken cancel)
    {
        Files++;
        Units += file.Count;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"#File {Files}:\n#Total bytes in file = {bytes}").AsMemory(), cancel);
        foreach (ArchiveUnit u in file)
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{group} {u.Series} {u.Sunum} {u.Path} {u.Bytes} {u.Sumid} {u.EffectiveDate}").AsMemory(), cancel);
    }

    /// <summary>Reads it back, file by file.</summary>
    /// <exception cref="InvalidDataException">A line is not as it was written.</exception>
    public async IAsyncEnumerable<IReadOnlyList<ArchiveUnit>> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using StreamReader input = new(_path, Encoding.UTF8);
        List<ArchiveUnit> file = [];
        while (await input.ReadLineAsync(cancel) is string line)
        {
            if (line.StartsWith("#File ", StringComparison.Ordinal) && file.Count > 0)
            {
                yield return file;
                file = [];
            }
            if (!line.StartsWith('#'))
                file.Add(Parse(line));
        }
        if (file.Count > 0)
            yield return file;
    }

    // group series sunum sudir bytes sumid effective_date; a folder of a site may have blanks in its name
    private ArchiveUnit Parse(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length >= 7
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long sunum)
            && long.TryParse(parts[^3], NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
            && long.TryParse(parts[^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long sumid))
            return new(parts[1], sunum, string.Join(' ', parts[3..^3]), bytes, sumid, parts[^1]);
        throw new InvalidDataException($"line \"{line}\" of \"{_path}\" is not that of a manifest");
    }

    /// <summary>Moves it to the finished ones.</summary>
    public void Finish(DateTimeOffset now)
    {
        string done = Path.Combine(folder, DoneName);
        Directory.CreateDirectory(done);
        string target = Path.Combine(done, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(_path)}.{now:yyyyMMdd.HHmmss}"));
        for (int i = 1; File.Exists(target); i++)
            target = string.Create(CultureInfo.InvariantCulture, $"{target}.{i}");
        File.Move(_path, target);
    }
}
