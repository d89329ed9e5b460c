using System.Globalization;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;
using NetDrms.Sums.Daemon;

namespace NetDrms.Sums.Archive;

/// <summary>Section [archive] of site.toml. Policies of tape groups stand in table sum_arch_group, volumes in sum_tape.</summary>
public sealed record ArchiveOptions
{
    /// <summary>What holds the archive. Any but none makes units of archived series wait for it before they may be deleted.</summary>
    public ArchiveTier Tier { get; init; }

    /// <summary>Folder of the virtual tape library.</summary>
    public string Folder { get; init; } = "archive";

    /// <summary>Folder of a second virtual tape library, which gets a copy of every file; null for none.</summary>
    public string? SafeFolder { get; init; }

    /// <summary>Folder of manifests: what an archive run is going to write, and in DONE what it wrote.</summary>
    public string ManifestFolder { get; init; } = "log/archive";

    /// <summary>Blocks of 512 bytes on a new volume.</summary>
    public long CapacityBlocks { get; init; } = 1_600_000_000;

    /// <summary>Read each file once more and compare it before the site relies on it.</summary>
    public bool VerifyAfterWrite { get; init; } = true;

    /// <summary>Hour of the day, local time, from which the nightly run may begin.</summary>
    public int RunHour { get; init; } = 1;

    /// <summary>How long a get waits for volumes before it answers without paths. Clients of the original give up after 300 s.</summary>
    public double GetWaitSeconds { get; init; } = 280;

    /// <summary>Device of the changer, for <c>mtx -f</c>.</summary>
    public string ChangerDevice { get; init; } = "/dev/sg0";

    /// <summary>Devices of the drives that do not rewind, in the order of the changer's numbers.</summary>
    public IReadOnlyList<string> DriveDevices { get; init; } = ["/dev/nst0"];

    /// <summary>Program that moves tapes.</summary>
    public string MtxProgram { get; init; } = "mtx";

    /// <summary>Program that winds a tape.</summary>
    public string MtProgram { get; init; } = "mt";

    /// <summary>Program that copies between a drive and a pipe.</summary>
    public string DdProgram { get; init; } = "dd";

    /// <summary>A file of the archive is closed when its units have so many bytes. Spec 04 §5.2.</summary>
    internal long FileBytes { get; init; } = 536_870_912;

    /// <summary>A file of the archive is closed when it has so many units.</summary>
    internal int FileUnits { get; init; } = 512;

    /// <summary>Group that storage units get, <c>sums.group</c>.</summary>
    public string? UnitGroup { get; init; }

    /// <summary>Room that is left free on each partition, <c>sums.keep_free_bytes</c>.</summary>
    public long KeepFreeBytes { get; init; }

    /// <summary>True when the site has an archive.</summary>
    public bool IsConfigured => Tier != ArchiveTier.None;

    /// <summary>Reads the section; paths are relative to the site's folder.</summary>
    public static ArchiveOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        ArchiveOptions usual = new();
        string tier = section.Text("tier", "none");
        if (!Enum.TryParse(tier, ignoreCase: true, out ArchiveTier read) || !Enum.IsDefined(read) || char.IsAsciiDigit(tier[0]))
            section.Refuse("tier", $"\"{tier}\" is not one of none, folder, tape");
        return new()
        {
            Tier = read,
            Folder = section.FilePath("folder", null) ?? usual.Folder,
            SafeFolder = section.FilePath("safe_folder", usual.SafeFolder),
            ManifestFolder = section.FilePath("manifest_folder", null) ?? usual.ManifestFolder,
            CapacityBlocks = section.Integer("capacity_blocks", usual.CapacityBlocks, 1, long.MaxValue / 512),
            VerifyAfterWrite = section.Flag("verify_after_write", usual.VerifyAfterWrite),
            RunHour = (int)section.Integer("run_hour", usual.RunHour, 0, 23),
            GetWaitSeconds = section.Number("get_wait_seconds", usual.GetWaitSeconds),
            ChangerDevice = section.Text("changer_device", usual.ChangerDevice),
            DriveDevices = section.Texts("drive_devices", usual.DriveDevices),
            MtxProgram = section.Text("mtx_program", usual.MtxProgram),
            MtProgram = section.Text("mt_program", usual.MtProgram),
            DdProgram = section.Text("dd_program", usual.DdProgram),
        };
    }

    /// <summary>Makes the usual folders, which begin at the site's, absolute, and takes over what section [sums] says of storage units.</summary>
    public ArchiveOptions For(string siteFolder, SumsOptions sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        return this with
        {
            Folder = Path.GetFullPath(Folder, siteFolder), ManifestFolder = Path.GetFullPath(ManifestFolder, siteFolder), UnitGroup = sums.Group, KeepFreeBytes = sums.KeepFreeBytes,
        };
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        if (!(GetWaitSeconds is >= 0 and <= 290))
            yield return new(ErrorCode.Configuration, string.Create(CultureInfo.InvariantCulture, $"archive.get_wait_seconds {GetWaitSeconds} is not in 0 … 290"));
        if (Tier == ArchiveTier.Tape && DriveDevices.Count == 0)
            yield return new(ErrorCode.Configuration, "archive.drive_devices is empty, but the tier is tape");
        if (SafeFolder is not null && Path.GetFullPath(SafeFolder) == Path.GetFullPath(Folder))
            yield return new(ErrorCode.Configuration, "archive.safe_folder is archive.folder: a copy beside the original saves nothing");
    }
}
