using NetDrms.Model.Errors;
using NetDrms.Model.Time;

namespace NetDrms.Database.Site;

/// <summary>The file of newer leap seconds that a program reads at its start, if one is named. Spec 01 §3.4.</summary>
public static class LeapSecondsFile
{
    /// <summary>Environment variable that names the file; it wins over site.toml and does without a site.</summary>
    public const string Variable = "NETDRMS_LEAP_SECONDS";

    /// <summary>Makes the named table the process's; nothing happens when none is named. Call it before the first time is read.</summary>
    /// <param name="site">The site, or null.</param>
    /// <param name="environment">Value of an environment variable, or null.</param>
    /// <returns>The file, or null when the built-in table stays.</returns>
    /// <exception cref="DrmsException">The file cannot be read, or is no table that stored times agree with.</exception>
    public static string? Use(SiteHome? site, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        string? path = environment(Variable) is { Length: > 0 } named ? Path.GetFullPath(named) : site?.Options.Identity.LeapSeconds;
        if (string.IsNullOrEmpty(path))
            return null;
        LeapSeconds.UseForProcess(Read(path));
        return path;
    }

    private static LeapSeconds Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"could not read the leap seconds in \"{path}\": {error.Message}")
            {
                Hint = $"Correct site.leap_seconds in site.toml, or {Variable}.",
            }, error);
        }
        try
        {
            return LeapSeconds.Read(text);
        }
        catch (DrmsException wrong)
        {
            throw new DrmsException(wrong.Error with
            {
                File = path,
                Detail = "A table is IERS's leap-seconds.list or tzdata's leapseconds, with every leap second from 1972 on.",
            }, wrong);
        }
    }
}
