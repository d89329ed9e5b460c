namespace NetDrms.Samples.Filling;

/// <summary>What filling a series came to.</summary>
/// <param name="Series">Its name.</param>
/// <param name="IsNew">The series was made.</param>
/// <param name="Added">Records that were added.</param>
/// <param name="Present">Records that were there.</param>
/// <param name="Bytes">Bytes of pixels in the added records.</param>
/// <param name="Elapsed">Time it took.</param>
internal sealed record FillReport(string Series, bool IsNew, int Added, int Present, long Bytes, TimeSpan Elapsed);
