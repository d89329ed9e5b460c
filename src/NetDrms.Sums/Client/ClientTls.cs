using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NetDrms.Model.Errors;

namespace NetDrms.Sums.Client;

/// <summary>The client's side of TLS with a storage daemon.</summary>
internal static class ClientTls
{
    /// <summary>Does the handshake.</summary>
    /// <exception cref="DrmsException">The daemon's certificate is not what the authority signed for this name, or a file cannot be read.</exception>
    public static async Task<Stream> GreetAsync(Stream plain, SumsAddress address, CancellationToken cancel)
    {
        SslStream stream = new(plain, leaveInnerStreamOpen: false);
        try
        {
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(address.TlsAuthority!);
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            SslClientAuthenticationOptions options = new() { TargetHost = address.Host, CertificateChainPolicy = policy, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 };
            if (address.TlsCertificate is string own)
                options.ClientCertificateContext = SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(own), null, offline: true);
            await stream.AuthenticateAsClientAsync(options, cancel);
            return stream;
        }
        catch (Exception failure) when (failure is AuthenticationException or CryptographicException or UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException)
        {
            await stream.DisposeAsync();
            throw new DrmsException(new DrmsError(ErrorCode.SumsUnavailable, $"could not speak TLS with the storage daemon at {address}: {failure.Message.TrimEnd('.')}"), failure);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}
