using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using NetDrms.Model.Errors;

namespace NetDrms.Sums.Access;

/// <summary>The daemon's side of TLS: its certificate, and the user that a client's certificate names.</summary>
internal sealed class TlsGate : IDisposable
{
    private const string CommonName = "2.5.4.3";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";
    private static readonly TimeSpan Handshake = TimeSpan.FromSeconds(10);
    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection? _authorities;
    private readonly SslServerAuthenticationOptions _options;
    private readonly ILogger _log;

    /// <summary>Reads the certificates.</summary>
    /// <exception cref="DrmsException">They cannot be read, or the key is another's.</exception>
    public TlsGate(AccessOptions options, ILogger log)
    {
        _log = log;
        try
        {
            _certificate = X509Certificate2.CreateFromPemFile(options.TlsCertificate!, options.TlsKey);
            X509Certificate2Collection chain = [];
            chain.ImportFromPemFile(options.TlsCertificate!);
            if (options.TlsClientAuthority is string authorities)
            {
                _authorities = [];
                _authorities.ImportFromPemFile(authorities);
            }
            _options = new()
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, chain, offline: true),
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                ClientCertificateRequired = _authorities is not null,
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is null || (shown is X509Certificate2 client && IsTrusted(client)),
            };
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.Configuration, $"sums.tls_certificate, tls_key or tls_client_ca cannot be used: {failure.Message.TrimEnd('.')}"), failure);
        }
    }

    /// <summary>Does the handshake.</summary>
    /// <returns>The stream, and the user of the certificate; null when the client does not speak TLS as wanted.</returns>
    public async Task<(SslStream Stream, string? User)?> GreetAsync(NetworkStream plain, string address, CancellationToken stop)
    {
        SslStream stream = new(plain, leaveInnerStreamOpen: false);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Handshake);
        try
        {
            await stream.AuthenticateAsServerAsync(_options, limit.Token);
            return (stream, stream.RemoteCertificate is X509Certificate2 shown ? UserOf(shown) : null);
        }
        catch (Exception failure) when (failure is AuthenticationException or IOException or OperationCanceledException)
        {
            _log.HandshakeFailed(address, failure.Message);
            await stream.DisposeAsync();
            return null;
        }
    }

    private bool IsTrusted(X509Certificate2 client)
    {
        if (_authorities is null || UserOf(client) is null)
            return false;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;   // who is to stay out gets no new certificate; lists of revoked ones need a network
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientPurpose));
        return chain.Build(client);
    }

    private static string? UserOf(X509Certificate2 certificate)
    {
        string[] names = [.. certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(static part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
            .Select(static part => part.GetSingleElementValue() ?? "")];
        return names is [{ Length: > 0 and <= 64 } name] && !name.Contains('\0', StringComparison.Ordinal) ? name : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        foreach (X509Certificate2 authority in _authorities ?? [])
            authority.Dispose();
    }
}
