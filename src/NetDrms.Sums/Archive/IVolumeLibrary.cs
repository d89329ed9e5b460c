namespace NetDrms.Sums.Archive;

/// <summary>Where volumes of the archive are kept: one tier. Spec 04 §5.8. Its methods may be called by several tasks; one volume is open once at a time, which the callers' lock on it sees to.</summary>
public interface IVolumeLibrary : IAsyncDisposable
{
    /// <summary>Name of the tier as site.toml spells it.</summary>
    string Tier { get; }

    /// <summary>True where reading is dear and in order, as on tape: then everything that is wanted some day is taken from a file that is read.</summary>
    bool IsSequential { get; }

    /// <summary>Lists the volumes that are within reach, and where.</summary>
    /// <exception cref="IOException">The library does not answer.</exception>
    Task<IReadOnlyList<VolumePlace>> InventoryAsync(CancellationToken cancel);

    /// <summary>Makes an empty volume under a name that is not taken.</summary>
    /// <param name="taken">True for a name that a volume had or has.</param>
    /// <returns>Its name; null where volumes are bought.</returns>
    /// <exception cref="IOException">It could not be made.</exception>
    Task<string?> TryMakeAsync(Func<string, bool> taken, CancellationToken cancel);

    /// <summary>Free bytes for new files whatever the volume; null when volumes bring their own room.</summary>
    long? FreeBytes();

    /// <summary>Opens a volume; on a changer it is loaded into a drive, and unloaded when it is disposed.</summary>
    /// <exception cref="IOException">It is not within reach, or could not be loaded.</exception>
    Task<IVolume> OpenAsync(string tapeId, CancellationToken cancel);

    /// <summary>Takes a volume out of reach, to a shelf.</summary>
    /// <returns>Where it is now, for people.</returns>
    /// <exception cref="IOException">It could not be moved, or the tier has no shelf.</exception>
    Task<string> ShelveAsync(string tapeId, CancellationToken cancel);

    /// <summary>Brings a volume back from the shelf.</summary>
    /// <exception cref="IOException">It is not there, or could not be moved.</exception>
    Task ImportAsync(string tapeId, CancellationToken cancel);
}

/// <summary>A volume within reach.</summary>
/// <param name="TapeId">Its name: the barcode of a tape.</param>
/// <param name="Location">Where it is, for people: a folder, a slot.</param>
public sealed record VolumePlace(string TapeId, string Location);
