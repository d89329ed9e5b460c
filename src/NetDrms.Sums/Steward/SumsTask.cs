namespace NetDrms.Sums.Steward;

/// <summary>Work that a command has asked the stewards to do.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">What; a steward that has no handler for it leaves it alone.</param>
/// <param name="Arguments">A JSON object.</param>
/// <param name="AskedBy">Who asked.</param>
internal sealed record SumsTask(long Number, string Kind, string Arguments, string AskedBy);
