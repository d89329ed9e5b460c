namespace NetDrms.Sums.Overview;

/// <summary>How much storage something uses. Spec 04 §5.7, <c>sumlook</c> and <c>sumlookgroup</c>.</summary>
/// <param name="Key">Series, user, group or partition; empty where SUMS does not know it.</param>
/// <param name="Units">Units on line.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="ExpiredBytes">Of these, what may be deleted now.</param>
/// <param name="ExpiringBytes">What may be deleted later.</param>
/// <param name="PermanentBytes">What is never deleted.</param>
/// <param name="PendingBytes">What waits for the archive.</param>
/// <param name="OfflineUnits">Units in the archive only.</param>
/// <param name="OfflineBytes">Their bytes.</param>
public sealed record StorageUse(string Key, long Units, long Bytes, long ExpiredBytes, long ExpiringBytes, long PermanentBytes, long PendingBytes, long OfflineUnits, long OfflineBytes);
