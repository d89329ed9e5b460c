using System.Globalization;
using System.Net.Sockets;
using NetDrms.Model.Errors;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Client;

/// <summary>Error numbers that the original's messages hold.</summary>
internal static class Errno
{
    public const int TimedOut = 110;
}

/// <summary>What a client says when the daemon does not do as asked; classic messages of spec 04 §3.6.</summary>
internal static class SumsErrors
{
    private const string ClassicEnd = "Cannot connect to MT SUMS.\nFailed to connect to SUMS; terminating.";

    public static DrmsException CannotConnect(SumsAddress address, string reason, int errno, Exception? cause) => new(
        new DrmsError(ErrorCode.SumsUnavailable, $"could not connect to the storage daemon at {address}: {reason}")
        {
            Hint = "Start it with drms site up, or tell where it is (sums.port in site.toml).",
            ClassicMessage = string.Create(
                CultureInfo.InvariantCulture, $"Unable to connect to SUMS server with address (errno = {errno}).\n{ClassicEnd}"),
        },
        cause);

    public static DrmsException Broken(SumsAddress address, string what, Exception? cause) => new(
        new DrmsError(ErrorCode.SumsUnavailable, $"could not {what}: {(cause is TimeoutException ? cause.Message : $"the storage daemon at {address} ended the connection")}")
        {
            Hint = "Its log tells more; the session was rolled back. A daemon that ends connections at once wants a token, or does not know the one that was sent.",
            ClassicMessage = cause is TimeoutException ? "Timeout receiving message-length data from sumsd.py." : "Socket to sumsd.py broken.",
        },
        cause);

    public static DrmsException Refused(string what, SumsAnswer answer) => new(
        new DrmsError(ErrorCode.Sums, $"could not {what}: {answer.Message}")
        {
            ClassicMessage = answer.FullMessage is string text
                ? $"The SUMS service failed with status {answer.Status}.\nError message: {text}."
                : $"The SUMS service failed with status {answer.Status}.",
        });

    public static string Explain(SocketException failure) => failure.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "nothing listens there",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "the name is not known",
        SocketError.AddressNotAvailable => "no such socket",
        _ => failure.Message,
    };
}
