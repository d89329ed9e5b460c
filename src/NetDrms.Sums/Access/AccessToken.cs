using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace NetDrms.Sums.Access;

/// <summary>A token as a client sends it: <c>name.secret</c>. The daemons keep only the SHA-256 of the secret.</summary>
/// <param name="Name">Name in table <c>netdrms.sums_token</c>.</param>
/// <param name="Secret">256 random bits in base64url; as random as its hash, so the hash needs no salt.</param>
public sealed record AccessToken(string Name, string Secret)
{
    private const int SecretBytes = 32;
    private const int MaxSecretLength = 100;

    /// <summary>Longest name.</summary>
    public const int MaxNameLength = 32;

    /// <summary>Makes a new one.</summary>
    public static AccessToken New(string name) => new(name, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)));

    /// <summary>True for a name that a token may have: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxNameLength && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }

    /// <summary>Reads the form that is sent.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AccessToken? token)
    {
        int dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        token = dot > 0 && IsName(text![..dot]) && text.Length - dot - 1 is > 0 and <= MaxSecretLength ? new(text[..dot], text[(dot + 1)..]) : null;
        return token is not null;
    }

    /// <summary>What the table holds of it.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes(Secret));

    /// <summary>Compares in a time that does not tell how much was right.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);

    /// <summary>The form that is sent; to be shown once.</summary>
    public string ToSecretText() => $"{Name}.{Secret}";

    /// <summary>The name only: a secret must not get into a log.</summary>
    public override string ToString() => Name;
}
