namespace NetDrms.Sums.Client;

/// <summary>Limits of a client. The defaults are the original client's where it has one (spec 04 §3.6).</summary>
public sealed record SumsClientOptions
{
    /// <summary>How long to wait for the connection.</summary>
    public TimeSpan ConnectLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long no byte may arrive; a living daemon sends one each second.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one request may take while the daemon says that it is alive.</summary>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long a roll-back may take before the connection is simply dropped, which rolls back, too.</summary>
    public TimeSpan RollbackLimit { get; init; } = TimeSpan.FromSeconds(10);
}
