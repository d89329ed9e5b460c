using System.Globalization;
using System.Text;
using NetDrms.Sums.Archive.Tar;

namespace NetDrms.Sums.Archive;

/// <summary>File 0 of a volume: a tar archive with the member <c>TAPELABEL</c>. Spec 04 §5.4.</summary>
/// <param name="TapeId">Name of the volume.</param>
/// <param name="Group">Tape group that it belongs to.</param>
internal sealed record VolumeLabel(string TapeId, int Group)
{
    private const string MemberName = "TAPELABEL";
    private const int MaxBytes = 4096;

    /// <summary>Writes the label as the volume's first file.</summary>
    /// <exception cref="IOException">The medium failed.</exception>
    public Task WriteAsync(IVolume volume, DateTimeOffset now, CancellationToken cancel)
    {
        byte[] text = Encoding.ASCII.GetBytes(ToText(now));
        return volume.AppendAsync(
            0,
            async (stream, stop) =>
            {
                UnitTarWriter tar = new(stream);
                await tar.AddTextAsync(MemberName, text, now.ToUnixTimeSeconds(), stop);
                await tar.FinishAsync(stop);
            },
            cancel);
    }

    /// <summary>The text, with the time as C's <c>asctime</c> writes it.</summary>
    public string ToText(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"Created {now:ddd MMM} {now.Day,2} {now:HH:mm:ss yyyy}\ntapeid {TapeId}\ngroup_id {Group}\n");

    /// <summary>Reads the label of a volume.</summary>
    /// <returns>Null when its first file holds none.</returns>
    /// <exception cref="IOException">The medium failed.</exception>
    public static async Task<VolumeLabel?> ReadAsync(IVolume volume, CancellationToken cancel)
    {
        await using Stream stream = await volume.ReadAsync(0, cancel);
        try
        {
            TarMembers members = new(stream);
            TarHeader? header = await members.NextAsync(cancel);
            if (header is null || !header.Name.AsSpan().SequenceEqual("TAPELABEL"u8) || header.SizeBytes > MaxBytes)
                return null;
            VolumeLabel? label = Parse(Encoding.Latin1.GetString((await members.PieceAsync(cancel)).Span));
            await members.DrainAsync(cancel);   // a drive wants its file read to the end
            return label;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static VolumeLabel? Parse(string text)
    {
        string? id = null;
        int group = -1;
        foreach (string line in text.Split('\n'))
        {
            if (line.StartsWith("tapeid ", StringComparison.Ordinal))
                id = line["tapeid ".Length..].Trim();
            else if (line.StartsWith("group_id ", StringComparison.Ordinal) && int.TryParse(line.AsSpan("group_id ".Length), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number))
                group = number;
        }
        return id is null ? null : new(id, group);
    }
}
