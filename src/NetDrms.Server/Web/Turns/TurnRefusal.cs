namespace NetDrms.Server.Web.Turns;

/// <summary>Why a request gets no turn.</summary>
internal enum TurnRefusal
{
    /// <summary>It has one.</summary>
    None,

    /// <summary>It waited as long as is allowed.</summary>
    WaitedTooLong,

    /// <summary>Too many wait already.</summary>
    QueueIsFull,

    /// <summary>Too many of this address wait already.</summary>
    AddressIsFull,
}
