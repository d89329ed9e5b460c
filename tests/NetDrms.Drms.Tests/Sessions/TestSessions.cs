using NetDrms.Drms.Sessions;
using NetDrms.Sums.Client;
using NetDrms.Testing;
using Xunit;

namespace NetDrms.Drms.Tests.Sessions;

/// <summary>Sessions for tests.</summary>
internal static class TestSessions
{
    public static SessionOptions Options(TestDatabase database, SumsAddress? sums = null) =>
        new() { Database = database.Target, Sums = sums, Started = TimeProvider.System.GetUtcNow() };

    public static Task<DrmsSession> OpenAsync(TestDatabase database, SumsAddress? sums = null) =>
        DrmsSession.OpenAsync(Options(database, sums), TestContext.Current.CancellationToken);
}
