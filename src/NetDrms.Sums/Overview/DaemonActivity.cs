namespace NetDrms.Sums.Overview;

/// <summary>A storage daemon, and what it told with its last heartbeat.</summary>
/// <param name="Instance">Number of its run.</param>
/// <param name="Host">Its machine.</param>
/// <param name="ProcessId">Its process there.</param>
/// <param name="Address">Where it listens.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="SilentSeconds">Time since its last heartbeat.</param>
/// <param name="Sessions">Its open sessions.</param>
/// <param name="Requests">Its requests of the last interval, by kind.</param>
/// <param name="Slowest">Its slowest requests of the last ten minutes.</param>
/// <param name="Open">Its oldest sessions.</param>
public sealed record DaemonActivity(
    int Instance, string Host, int ProcessId, string Address, DateTime Started, double SilentSeconds, int Sessions,
    IReadOnlyList<RequestRate> Requests, IReadOnlyList<SlowRequest> Slowest, IReadOnlyList<OpenSession> Open);
