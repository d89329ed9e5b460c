using System.Runtime.InteropServices;
using NetDrms.Modules.Arguments;

namespace NetDrms.Modules.Driver;

/// <summary>Turns the signals INT, QUIT and TERM into a cancellation, so that a module undoes its work; a second one kills. Spec 03 §1.7.</summary>
/// <remarks>USR1, which makes an original module commit the half of its work, is refused: work counts whole, or not at all.</remarks>
internal sealed class Interrupts : IDisposable
{
    private const PosixSignal UserSignal = (PosixSignal)10;   // SIGUSR1 on Linux; .NET takes raw numbers

    private readonly CancellationTokenSource _source;
    private readonly List<PosixSignalRegistration> _signals = [];

    private Interrupts(CancellationToken cancel) => _source = CancellationTokenSource.CreateLinkedTokenSource(cancel);

    /// <summary>Cancelled at the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Starts watching.</summary>
    /// <param name="cancel">Cancels as well.</param>
    /// <param name="refuse">Told that USR1 came; on any thread. Null leaves that signal alone.</param>
    public static Interrupts Watch(CancellationToken cancel, Action? refuse = null)
    {
        Interrupts interrupts = new(cancel);
        foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM])
            interrupts._signals.Add(PosixSignalRegistration.Create(signal, interrupts.Receive));
        if (refuse is not null)
            interrupts._signals.Add(PosixSignalRegistration.Create(UserSignal, context =>
            {
                context.Cancel = true;
                refuse();
            }));
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
