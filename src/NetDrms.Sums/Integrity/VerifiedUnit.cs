using NetDrms.Sums.Units;

namespace NetDrms.Sums.Integrity;

/// <summary>How the reading of a unit ended.</summary>
public enum VerifyOutcome
{
    /// <summary>It is as it was sealed.</summary>
    Whole,
    /// <summary>It has a manifest now; whether it was whole before nobody knows.</summary>
    FirstSeen,
    /// <summary>Something is wrong with it.</summary>
    Faulty,
    /// <summary>It was removed or moved meanwhile.</summary>
    Gone,
    /// <summary>Its partition does not answer; nothing can be said of it.</summary>
    Unreachable,
}

/// <summary>A unit that was read.</summary>
/// <param name="Sunum">Its number.</param>
/// <param name="Path">Its directory.</param>
/// <param name="Series">The series that owns it.</param>
/// <param name="Outcome">How it is.</param>
/// <param name="Bytes">Bytes read.</param>
/// <param name="Faults">What is wrong.</param>
public sealed record VerifiedUnit(Sunum Sunum, string Path, string Series, VerifyOutcome Outcome, long Bytes, IReadOnlyList<UnitFault> Faults)
{
    private const int MostFaultsTold = 5;

    /// <summary>The faults in a line.</summary>
    public string Damage => string.Join("; ", Faults.Take(MostFaultsTold)) + (Faults.Count > MostFaultsTold ? $"; and {Faults.Count - MostFaultsTold} more" : "");
}
