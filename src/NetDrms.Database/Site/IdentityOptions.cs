using NetDrms.Model.Errors;

namespace NetDrms.Database.Site;

/// <summary>Section [site]: who this site is.</summary>
public sealed record IdentityOptions
{
    /// <summary>First code of the private sites: never a source of downloads, need not be unique. Spec 05 §1.1.</summary>
    public const int FirstPrivateCode = 0x4000;

    /// <summary>Short name, shown to people and in logs.</summary>
    public string Name { get; init; } = "demo";

    /// <summary>Site code, the upper 16 bits of the numbers of its storage units; 0 … 0x3FFF are registered, 0x4000 … 0x7FFF private.</summary>
    public int Code { get; init; } = FirstPrivateCode;

    /// <summary>Operating-system user that cluster, daemon and partitions belong to when root starts the site; empty = netdrms or the next unprivileged one.</summary>
    public string User { get; init; } = "";

    /// <summary>File of leap seconds newer than this program; empty = those that are built in.</summary>
    public string LeapSeconds { get; init; } = "";

    /// <summary>Reads the section.</summary>
    public static IdentityOptions Read(OptionReader section)
    {
        ArgumentNullException.ThrowIfNull(section);
        IdentityOptions usual = new();
        return new()
        {
            Name = section.Text("name", usual.Name),
            Code = (int)section.Integer("code", usual.Code, 0, 0x7FFF),
            User = section.Text("user", usual.User),
            LeapSeconds = section.FilePath("leap_seconds", usual.LeapSeconds),
        };
    }

    /// <summary>Tells everything that is wrong.</summary>
    public IEnumerable<DrmsError> Check()
    {
        if (Name.Length is 0 or > 40 || !Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            yield return new(ErrorCode.Configuration, $"site.name \"{Name}\" is not 1 to 40 letters, digits, '-', '_' and '.'");
        if (User == "root")
            yield return new(ErrorCode.Configuration, "site.user is root: PostgreSQL and the daemon run as an unprivileged user only");
    }
}
