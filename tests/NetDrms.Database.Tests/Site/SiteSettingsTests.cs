using System.Collections;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;

namespace NetDrms.Database.Tests.Site;

public class SiteSettingsTests
{
    private const string Good = """
        # a comment
        [site]
        name = "lmsal"
        code = 0x4001

        [database]
        embedded = false
        drms = "host=db.example.org port=5433 dbname=netdrms user=postgres password='it''s'"
        sums = "postgresql://postgres:se%20cret@[::1]:5434/netdrms_sums?sslmode=require"
        """;

    private static string? NoEnvironment(string name) => null;

    [Fact]
    public void An_empty_file_gives_the_usual_values()
    {
        SiteOptions options = Read("", NoEnvironment, out SiteSettings settings);
        Assert.Empty(settings.Mistakes);
        Assert.Equal(new SiteOptions(new IdentityOptions(), new DatabaseOptions()), options);
        Assert.Equal(0x4000, options.Identity.Code);
    }

    [Fact]
    public void Every_value_is_read_with_its_type()
    {
        SiteOptions options = Read(Good.Replace("'it''s'", "'it\\\\'s'", StringComparison.Ordinal), NoEnvironment, out SiteSettings settings);
        Assert.Empty(settings.Mistakes);
        Assert.Equal(("lmsal", 0x4001), (options.Identity.Name, options.Identity.Code));
        Assert.Equal(("db.example.org", 5433, "netdrms", "postgres", "it's"), (options.Database.Drms!.Host, options.Database.Drms.Port, options.Database.Drms.Database, options.Database.Drms.User, options.Database.Drms.Password));
        Assert.Equal(("::1", 5434, "netdrms_sums", "se cret"), (options.Database.Sums!.Host.Trim('[', ']'), options.Database.Sums.Port, options.Database.Sums.Database, options.Database.Sums.Password));
        Assert.Equal(Npgsql.SslMode.Require, options.Database.Sums.SslMode);
    }

    [Fact]
    public void An_environment_variable_overrides_every_key()
    {
        Dictionary<string, string> environment = new()
        {
            ["NETDRMS_SITE_NAME"] = "other", ["NETDRMS_SITE_CODE"] = "0x4002", ["NETDRMS_DATABASE_EMBEDDED"] = "true",
            ["NETDRMS_DATABASE_NAME"] = "drms2", ["NETDRMS_DATABASE_SOCKET_FOLDER"] = "sockets",
        };
        SiteOptions options = Read("[site]\nname = \"file\"\n", environment.GetValueOrDefault, out SiteSettings settings);
        Assert.Empty(settings.Mistakes);
        Assert.Equal(("other", 0x4002, true, "drms2", "/srv/site/sockets"), (options.Identity.Name, options.Identity.Code, options.Database.Embedded, options.Database.Name, options.Database.SocketFolder));
    }

    [Fact]
    public void All_mistakes_are_told_at_once_with_their_lines()
    {
        const string Text = """
            stray = 1
            [site]
            name = "two words"
            code = 0x8000
            [database]
            embedded = "yes"
            nmae = "x"
            drms = "host=db port=http dbname=netdrms"
            [databse]
            x = 1
            [sums]
            port = 3.5
            partitions = ["a", 1]
            """;
        Read(Text, NoEnvironment, out SiteSettings settings);
        settings.Section("sums").Integer("port", 6002, 0, 65535);
        settings.CheckUnknown(new Hashtable { ["NETDRMS_DATABASE_NMAE"] = "x", ["NETDRMS_SITE"] = "/srv/site", ["HOME"] = "/" });
        string[] told = [.. settings.Mistakes.Select(m => $"{m.Line}: {m.Message}{(m.Hint is null ? "" : " | " + m.Hint)}").Order(StringComparer.Ordinal)];
        Assert.Equal(
            new[]
            {
                ": environment variable NETDRMS_DATABASE_NMAE names no key of section [database] | Did you mean \"NETDRMS_DATABASE_NAME\"?",
                ": site.name \"two words\" is not 1 to 40 letters, digits, '-', '_' and '.'",
                "12: sums.port \"3.5\" is not a whole number from 0 to 65535",
                "13: sums.partitions is not a text, number, flag or list of texts",
                "1: key \"stray\" stands before the first section",
                "4: site.code \"32768\" is not a whole number from 0 to 32767",
                "6: database.embedded \"yes\" is not true or false",
                "7: section [database] has no key \"nmae\" | Did you mean \"name\"?",
                "8: database.drms has a port \"http\" that is not a number from 1 to 65535",
                "10: there is no section [databse] | Did you mean \"database\"?",
            }.Order(StringComparer.Ordinal),
            told);
        DrmsException all = Assert.Throws<DrmsException>(settings.ThrowIfMistaken);
        Assert.Equal("the configuration has 10 mistakes", all.Error.Message);
        Assert.Contains("site.toml:7: section [database] has no key \"nmae\"  (Did you mean \"name\"?)", all.Error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_toml_is_told_with_its_line()
    {
        Read("[site]\nname = \n[database\n", NoEnvironment, out SiteSettings settings);
        Assert.NotEmpty(settings.Mistakes);
        Assert.All(settings.Mistakes, m => Assert.StartsWith("cannot be read as TOML: ", m.Message, StringComparison.Ordinal));
        Assert.Contains(settings.Mistakes, m => m.Line == 2);
    }

    [Theory]
    [InlineData("[database]\nembedded = false\ndrms = \"dbname=a\"", "database.embedded is false but database.sums names no server")]
    [InlineData("[database]\ndrms = \"dbname=a\"", "database.embedded is true although database.drms or database.sums names a server")]
    [InlineData("[site]\nuser = \"root\"", "site.user is root: PostgreSQL and the daemon run as an unprivileged user only")]
    public void Values_that_contradict_each_other_are_refused(string text, string message)
    {
        Read(text, NoEnvironment, out SiteSettings settings);
        Assert.Equal(message, Assert.Single(settings.Mistakes).Message);
    }

    [Theory]
    [InlineData("host=db", "names no database (dbname=…)")]
    [InlineData("host", "is not of the form key=value …")]
    [InlineData("dbname='x", "has no closing quote after dbname=")]
    [InlineData("dbname=x color=red", "has no parameter \"color\"; known are host, port, dbname, user, password, sslmode, sslrootcert")]
    [InlineData("dbname=x sslmode=maybe", "has sslmode \"maybe\" that is none of disable, allow, prefer, require, verify-ca, verify-full")]
    [InlineData("postgresql://db:5432", "names no database (dbname=…)")]
    public void A_connection_string_is_checked_whole(string text, string why)
    {
        Assert.False(NetDrms.Database.Sql.ConnectionText.TryRead(text, out _, out string? told));
        Assert.Equal(why, told);
    }

    [Fact]
    public void A_site_is_found_by_name_then_variable_then_folder()
    {
        string here = Directory.CreateTempSubdirectory("netdrms-locate-").FullName;
        try
        {
            Assert.Null(SiteHome.Locate(null, NoEnvironment, here));
            Directory.CreateDirectory(Path.Combine(here, "site"));
            File.WriteAllText(Path.Combine(here, "site", "site.toml"), "");
            Assert.Equal(Path.Combine(here, "site"), SiteHome.Locate(null, NoEnvironment, here));
            Assert.Equal("/srv/a", SiteHome.Locate(null, _ => "/srv/a", here));
            Assert.Equal(Path.Combine(here, "b"), SiteHome.Locate("b", _ => "/srv/a", here));
            Assert.Equal(here + "/site/run", SiteHome.Open(Path.Combine(here, "site"), NoEnvironment).Drms.Host);
        }
        finally
        {
            Directory.Delete(here, recursive: true);
        }
    }

    [Fact]
    public void A_folder_without_a_site_is_told_with_what_to_do()
    {
        DrmsException error = Assert.Throws<DrmsException>(() => SiteHome.Open("/nowhere/at/all", NoEnvironment));
        Assert.Equal("there is no site in \"/nowhere/at/all\": it has no site.toml", error.Error.Message);
        Assert.Equal("Make one with drms site init, or name its folder with --site or in NETDRMS_SITE.", error.Error.Hint);
    }

    private static SiteOptions Read(string text, Func<string, string?> environment, out SiteSettings settings)
    {
        settings = SiteSettings.Read("/srv/site", text, environment);
        return SiteOptions.Read(settings);
    }
}
