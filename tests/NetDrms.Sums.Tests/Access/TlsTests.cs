using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetDrms.Model.Errors;
using NetDrms.Sums.Client;
using NetDrms.Sums.Tests.Daemon;
using NetDrms.Sums.Tests.Units;
using NetDrms.Sums.Units;

namespace NetDrms.Sums.Tests.Access;

/// <summary>TLS on a port of its own; certificates of clients name users.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority("Test CA");

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static X509Certificate2 Authority(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(10));
    }

    // Certificate and key in one file.
    private string Signed(X509Certificate2 authority, string name, string purpose)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.Create(authority, Now.AddHours(-1), Now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        string path = _folder[$"{name}-{authority.Subject}.pem"];
        File.WriteAllText(path, $"{made.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return path;
    }

    private string AuthorityFile()
    {
        string path = _folder["ca.pem"];
        File.WriteAllText(path, _authority.ExportCertificatePem());
        return path;
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<(TestSums Sums, SumsAddress Address)> StartAsync()
    {
        string server = Signed(_authority, "sums.example.org", "1.3.6.1.5.5.7.3.1"), authority = AuthorityFile();
        int port = FreePort();
        TestSums sums = await TestSums.StartAsync(TestSums.Quick with
        {
            Access = new() { PlainNetworks = [], TlsPort = port, TlsCertificate = server, TlsKey = server, TlsClientAuthority = authority },
        });
        return (sums, SumsAddress.Tcp("127.0.0.1", port) with { TlsAuthority = authority });
    }

    [Fact]
    public async Task The_certificate_names_the_user()
    {
        (TestSums sums, SumsAddress address) = await StartAsync();
        await using TestSums disposed = sums;
        await using SumsClient client = await SumsClient.OpenAsync(address with { TlsCertificate = Signed(_authority, "anna", "1.3.6.1.5.5.7.3.2") }, Cancel);
        AllocatedUnit unit = await client.AllocAsync(1000, 0, Cancel);
        TestSums.Fill(unit);
        await client.PutAsync([unit], "h04.t", 10, ArchiveType.TemporaryNoArchive, Cancel);
        await client.CloseAsync(Cancel);
        Assert.Equal(["put|anna|null"], await sums.RowsAsync($"select action, db_user, claimed from netdrms.sums_audit"));
    }

    [Theory]
    [InlineData("no certificate")]
    [InlineData("another authority")]
    [InlineData("a server's")]
    public async Task Who_shows_none_that_counts_is_sent_away(string what)
    {
        (TestSums sums, SumsAddress address) = await StartAsync();
        await using TestSums disposed = sums;
        using X509Certificate2 other = Authority("Other CA");
        string? shown = what switch
        {
            "another authority" => Signed(other, "anna", "1.3.6.1.5.5.7.3.2"),
            "a server's" => Signed(_authority, "anna", "1.3.6.1.5.5.7.3.1"),
            _ => null,
        };
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => SumsClient.OpenAsync(address with { TlsCertificate = shown }, Cancel));
        Assert.Equal(ErrorCode.SumsUnavailable, refused.Error.Code);
        Assert.Equal(0, sums.Daemon!.SessionCount);
    }

    [Fact]
    public async Task A_client_does_not_talk_to_a_daemon_that_its_authority_did_not_sign()
    {
        (TestSums sums, SumsAddress address) = await StartAsync();
        await using TestSums disposed = sums;
        using X509Certificate2 other = Authority("Other CA");
        File.WriteAllText(_folder["other.pem"], other.ExportCertificatePem());
        DrmsException refused = await Assert.ThrowsAsync<DrmsException>(() => SumsClient.OpenAsync(address with { TlsAuthority = _folder["other.pem"] }, Cancel));
        Assert.StartsWith("could not speak TLS", refused.Message, StringComparison.Ordinal);
    }

    [Fact]   // a port scanner's bytes are no handshake
    public async Task What_is_no_TLS_gets_nothing()
    {
        (TestSums sums, SumsAddress address) = await StartAsync();
        await using TestSums disposed = sums;
        await using RawClient raw = await RawClient.ConnectAsync(SumsAddress.Tcp("127.0.0.1", address.Port));
        Assert.Null(await raw.AskAsync("{\"reqtype\": \"open\"}"));
        await using SumsClient client = await SumsClient.OpenAsync(address with { TlsCertificate = Signed(_authority, "anna", "1.3.6.1.5.5.7.3.2") }, Cancel);
        await client.PingAsync(Cancel);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }
}
