namespace NetDrms.Database.Site;

/// <summary>Section [export]: who may ask for files, and how much at a time. NETDRMS_EXPORT_POLICY overrides policy, and so on.</summary>
public sealed record ExportOptions
{
    private static readonly string[] s_policies = ["open", "registered", "closed"];

    /// <summary>Who may ask.</summary>
    public ExportPolicy Policy { get; init; } = ExportPolicy.Open;

    /// <summary>Most megabytes of one request, as they are stored. Spec 06 §5.2 (7).</summary>
    public long MaxMegabytes { get; init; } = 100_000;

    /// <summary>Most records of one request that is answered at once.</summary>
    public long MaxRecords { get; init; } = 100_000;

    /// <summary>Reads the section.</summary>
    public static ExportOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        ExportOptions usual = new();
        int policy = Array.IndexOf(s_policies, section.Text("policy", s_policies[(int)usual.Policy]));
        if (policy < 0)
            section.Refuse("policy", $"is not one of {string.Join(", ", s_policies)}");
        return new()
        {
            Policy = policy < 0 ? ExportPolicy.Closed : (ExportPolicy)policy,
            MaxMegabytes = section.Integer("max_megabytes", usual.MaxMegabytes, 1, long.MaxValue),
            MaxRecords = section.Integer("max_records", usual.MaxRecords, 1, 10_000_000),
        };
    }

    /// <summary>Reads the environment variables alone, for a command that works without a site.</summary>
    public static ExportOptions OfEnvironment(Func<string, string?> environment)
    {
        SiteSettings settings = SiteSettings.Read("/", "", environment);
        ExportOptions options = Read(settings.Section("export"));
        settings.ThrowIfMistaken();
        return options;
    }
}
