namespace NetDrms.Sums.Wire;

/// <summary>Who a client says it is, in the first frame of its connection; logged, trusted for nothing.</summary>
/// <param name="Pid">Its process, 0 when it told none that is a number.</param>
/// <param name="User">Login name.</param>
internal sealed record ClientInfo(long Pid, string User);
