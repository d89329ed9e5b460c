namespace NetDrms.Sums.Access;

/// <summary>A connection before it is known who it is.</summary>
/// <param name="Address">The other side.</param>
/// <param name="IsListed">It comes from a network whose plain clients are believed.</param>
/// <param name="Peer">The process at the other end of a unix socket.</param>
/// <param name="CertificateUser">The user that a checked client certificate names.</param>
internal sealed record Visitor(string Address, bool IsListed, PeerUser? Peer, string? CertificateUser)
{
    /// <summary>The place that a stranger holds until it is known.</summary>
    public StrangerPlaces.Place? Place { get; init; }

    /// <summary>True when it need not show a token.</summary>
    public bool IsWelcome => IsListed || Peer is not null || CertificateUser is not null;
}
