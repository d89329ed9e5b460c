namespace NetDrms.Sums.Wire;

/// <summary>Who a client says it is, in the first frame of its connection.</summary>
/// <param name="Pid">Its process, 0 when it told none that is a number.</param>
/// <param name="User">Login name; believed of plain clients of listed networks only.</param>
/// <param name="Token">Ours: a secret that says who it is; an original daemon ignores the member.</param>
/// <param name="CanPoll">Ours: it polls for units that are read back, member <c>poll</c>.</param>
internal sealed record ClientInfo(long Pid, string User, string? Token = null, bool CanPoll = false);
