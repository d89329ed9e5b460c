using NetDrms.Sums.Units;

namespace NetDrms.Sums.Partitions;

/// <summary>Free bytes of partitions: cached for 5 s, asked with a time limit, one question a mount however many want to know.</summary>
internal sealed class FreeSpace(TimeProvider time)
{
    /// <summary>How long a mount may take to answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Usable = TimeSpan.FromSeconds(30);   // while a newer answer is on its way
    private readonly Lock _gate = new();                                  // guards _mounts; never held across an await
    private readonly Dictionary<string, Mount> _mounts = new(StringComparer.Ordinal);

    /// <summary>What is known of a mount.</summary>
    private sealed class Mount
    {
        public FreeBytes Last;
        public long LastAt;
        public Task? Asking;
        public long AskedAt;
    }

    /// <summary>Free bytes for users, or why they are not known. Returns at once when an answer of the last seconds is there.</summary>
    public async ValueTask<FreeBytes> OfAsync(string partition, CancellationToken cancel)
    {
        Mount? mount;
        Task asking;
        TimeSpan patience;
        lock (_gate)
        {
            if (!_mounts.TryGetValue(partition, out mount))
                _mounts[partition] = mount = new();
            TimeSpan age = mount.LastAt == 0 ? TimeSpan.MaxValue : time.GetElapsedTime(mount.LastAt);
            if (age < Fresh)
                return mount.Last;
            if (mount.Asking is null or { IsCompleted: true })
            {
                mount.AskedAt = time.GetTimestamp();
                mount.Asking = Task.Factory.StartNew(() => Ask(partition, mount), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            if (age < Usable && mount.Last.IsKnown)
                return mount.Last;
            asking = mount.Asking;
            patience = Patience - time.GetElapsedTime(mount.AskedAt);   // a mount that hangs delays once, not every request
        }
        try
        {
            await asking.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, cancel);
        }
        catch (TimeoutException)
        {
            return FreeBytes.Unknown($"did not answer in {Patience.TotalSeconds:0} s", PartitionState.Slow);
        }
        lock (_gate)
            return mount.Last;
    }

    /// <summary>Forgets what was known, after a partition has refused to take a directory.</summary>
    public void Forget(string partition)
    {
        lock (_gate)
            _mounts.Remove(partition);
    }

    private void Ask(string partition, Mount mount)
    {
        FreeBytes answer = Ask(partition);
        lock (_gate)
        {
            mount.Last = answer;
            mount.LastAt = time.GetTimestamp();
        }
    }

    private static FreeBytes Ask(string partition)
    {
        try
        {
            // the room of a missing folder would be that of the root file system
            if (!Posix.TryStatus(Posix.CurrentFolder, Posix.Name(partition), follow: true, out FileStatus status))
                return FreeBytes.Unknown(Posix.Error == Posix.NoSuchEntry ? "does not exist" : Posix.Explain(Posix.Error), Posix.Error == Posix.NoSuchEntry ? PartitionState.Vanished : PartitionState.Failing);
            if (!status.IsFolder)
                return FreeBytes.Unknown("is not a folder", PartitionState.Vanished);
            if (!Posix.TryRoom(partition, out FileSystemRoom room))
                return FreeBytes.Unknown(Posix.Explain(Posix.Error));
            return room.IsReadOnly ? FreeBytes.Unknown("is mounted read-only", PartitionState.ReadOnly) with { TotalBytes = room.TotalBytes }
                : room.IsOutOfFiles ? FreeBytes.Unknown("can hold no more files", PartitionState.Full) with { TotalBytes = room.TotalBytes }
                : FreeBytes.Known(room.FreeBytes, room.TotalBytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return FreeBytes.Unknown(failure.Message);
        }
    }
}

/// <summary>An answer about a mount.</summary>
/// <param name="Bytes">Free bytes; −1 when not known.</param>
/// <param name="TotalBytes">All bytes; 0 when not known.</param>
/// <param name="State">Open, or what is the matter.</param>
/// <param name="Why">Why nothing can be written there; null when something can.</param>
internal readonly record struct FreeBytes(long Bytes, long TotalBytes, PartitionState State, string? Why)
{
    public static FreeBytes Known(long bytes, long total = 0) => new(bytes, total, PartitionState.Open, null);

    public static FreeBytes Unknown(string why, PartitionState state = PartitionState.Failing) => new(-1, 0, state, why);

    public bool IsKnown => Why is null;
}
