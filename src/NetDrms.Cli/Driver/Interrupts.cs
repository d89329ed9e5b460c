using System.Runtime.InteropServices;

namespace NetDrms.Cli.Driver;

/// <summary>Turns the signals INT, QUIT and TERM into a cancellation, so that a module undoes its work; a second one kills. Spec 03 §1.7.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly List<PosixSignalRegistration> _signals = [];

    private Interrupts(CancellationToken cancel) => _source = CancellationTokenSource.CreateLinkedTokenSource(cancel);

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Starts watching.</summary>
    /// <param name="cancel">Cancels as well.</param>
    public static Interrupts Watch(CancellationToken cancel)
    {
        Interrupts interrupts = new(cancel);
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM])
            interrupts._signals.Add(PosixSignalRegistration.Create(signal, interrupts.Receive));
        return interrupts;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
            signal.Dispose();
        _source.Dispose();
    }

    private void Receive(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
