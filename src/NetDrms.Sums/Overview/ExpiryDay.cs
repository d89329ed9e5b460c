namespace NetDrms.Sums.Overview;

/// <summary>What expires on a day.</summary>
/// <param name="Day">0 = expired already, 1 = within the next 24 hours …</param>
/// <param name="Units">How many units.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record ExpiryDay(int Day, long Units, long Bytes);
