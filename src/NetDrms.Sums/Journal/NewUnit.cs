using NetDrms.Sums.Units;

namespace NetDrms.Sums.Journal;

/// <summary>What the journal notes of a unit before its directory is made.</summary>
/// <param name="Sunum">Its number.</param>
/// <param name="Path">The directory to be made.</param>
/// <param name="Set">Partition set.</param>
/// <param name="Session">The session that asks.</param>
/// <param name="IsGiven">The client chose the number: a unit of another site, or one that is put back.</param>
/// <param name="AskedBytes">Room that was asked.</param>
/// <param name="Group">Tape group that was asked.</param>
/// <param name="Client">Who asks, for people.</param>
/// <param name="User">Whose it is.</param>
internal sealed record NewUnit(Sunum Sunum, string Path, int Set, long Session, bool IsGiven, long AskedBytes, int Group, string Client, string User);
