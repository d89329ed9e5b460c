namespace NetDrms.Sums.Steward;

/// <summary>A partition as <c>sum_partn_avail</c> has it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Set">Set in which it is written; -1 closed.</param>
/// <param name="HomeSet">Set that it belongs to.</param>
internal sealed record StoredPartition(string Name, int Set, int HomeSet)
{
    /// <summary>Its folder, without a slash at the end.</summary>
    public string Folder => Name.Length > 1 ? Name.TrimEnd('/') : Name;
}
