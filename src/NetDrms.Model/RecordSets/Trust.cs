namespace NetDrms.Model.RecordSets;

/// <summary>Who wrote a record-set text: what a stranger may not do is decided here. Spec 01 §1.5, §2.11.</summary>
public enum Trust
{
    /// <summary>Somebody on the network: no files of the server, no sub-selects.</summary>
    Stranger,
    /// <summary>A user with an account on this machine.</summary>
    LocalUser,
}
