using System.Net.Sockets;
using NetDrms.Model.Errors;
using NetDrms.Sums.Wire;

namespace NetDrms.Sums.Client;

/// <summary>Connection of a client: sends a request, waits for its answer, says clearly what went wrong. Not thread-safe.</summary>
internal sealed class SumsConnection : IAsyncDisposable
{
    private const int MaxAnswerBytes = 256 << 20;
    private readonly SumsClientOptions _options;
    private readonly Stream _stream;
    private readonly FrameReader _reader;
    private readonly FrameWriter _writer;
    private int _owed;      // answers that the daemon has not given yet
    private bool _broken;   // framing is lost or the other side is gone

    private SumsConnection(SumsAddress address, SumsClientOptions options, Stream stream)
    {
        Address = address;
        _options = options;
        _stream = stream;
        _reader = new(_stream);
        _writer = new(_stream);
    }

    public SumsAddress Address { get; }

    /// <summary>Connects and sends the client info.</summary>
    public static async Task<SumsConnection> OpenAsync(SumsAddress address, SumsClientOptions options, CancellationToken cancel)
    {
        Socket socket = address.NewSocket();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.ConnectLimit);
        try
        {
            await socket.ConnectAsync(address.EndPoint, limit.Token);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (address.TlsAuthority is not null)
                stream = await ClientTls.GreetAsync(stream, address, limit.Token);
            SumsConnection connection = new(address, options, stream);
            RequestWriter.ClientInfo(connection._writer.Begin(), Environment.ProcessId, Environment.UserName, TokenOf(address));
            await connection._writer.SendAsync(options.SilenceLimit, limit.Token);
            return connection;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw SumsErrors.CannotConnect(address, $"it did not answer in {options.ConnectLimit.TotalSeconds:0.#} s", Errno.TimedOut, null);
        }
        catch (SocketException failure)
        {
            socket.Dispose();
            throw SumsErrors.CannotConnect(address, SumsErrors.Explain(failure), failure.NativeErrorCode, failure);
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            socket.Dispose();
            throw SumsErrors.Broken(address, "greet the storage daemon", failure);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static string? TokenOf(SumsAddress address)
    {
        if (address.Token is not null || address.TokenFile is not string path)
            return address.Token;
        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"could not read the token for the storage daemon: {failure.Message.TrimEnd('.')}"), failure);
        }
    }

    /// <summary>Sends a request and gives its answer, whose status is ok; or which says that units are on their way.</summary>
    /// <param name="what">What is being done, for errors.</param>
    public async Task<SumsAnswer> ExchangeAsync(string what, Action<JsonText> write, CancellationToken cancel)
    {
        if (_broken)
            throw SumsErrors.Broken(Address, what, null);
        try
        {
            write(_writer.Begin());
            _owed++;
            await _writer.SendAsync(_options.SilenceLimit, cancel);
            SumsAnswer answer = await AnswerAsync(what, cancel);
            if (answer.IsOk || answer.IsTapeRead)
                return answer;
            using (answer)
                throw SumsErrors.Refused(what, answer);
        }
        catch (Exception failure) when (failure is IOException or TimeoutException or InvalidOperationException)
        {
            _broken = true;
            throw SumsErrors.Broken(Address, what, failure);
        }
    }

    /// <summary>Sends a last request; the answers owed by then are dropped. False when the connection is lost.</summary>
    public async Task<bool> TryLastExchangeAsync(Action<JsonText> write)
    {
        if (_broken)
            return false;
        using CancellationTokenSource limit = new(_options.RollbackLimit);
        try
        {
            write(_writer.Begin());
            _owed++;
            await _writer.SendAsync(_options.RollbackLimit, limit.Token);
            while (_owed > 0)
                (await AnswerAsync("roll back", limit.Token)).Dispose();
            return true;
        }
        catch (Exception failure) when (failure is IOException or TimeoutException or OperationCanceledException or DrmsException or InvalidOperationException)
        {
            _broken = true;   // the daemon rolls back when the connection ends
            return false;
        }
    }

    private async Task<SumsAnswer> AnswerAsync(string what, CancellationToken cancel)
    {
        long start = Environment.TickCount64;
        while (true)
        {
            Frame frame = await _reader.ReadAsync(MaxAnswerBytes, _options.SilenceLimit, _options.SilenceLimit, cancel);
            if (frame.Kind != FrameKind.Whole)
            {
                _broken = true;
                throw frame.Kind is FrameKind.Ended or FrameKind.Cut
                    ? SumsErrors.Broken(Address, what, null)
                    : new DrmsException(ErrorCode.Sums, $"could not {what}: answer of {Address} is not in the protocol of SUMS");
            }
            _owed--;   // also what cannot be read is an answer
            SumsAnswer answer = SumsAnswer.Parse(frame.Body);
            if (!answer.IsAlive)
                return answer;
            _owed++;
            answer.Dispose();
            if (Environment.TickCount64 - start > _options.RequestLimit.TotalMilliseconds)
                throw new TimeoutException($"no answer in {_options.RequestLimit.TotalSeconds:0.#} s");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _stream.DisposeAsync();
    }
}
