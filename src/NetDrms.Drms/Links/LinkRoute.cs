namespace NetDrms.Drms.Links;

/// <summary>Where the definitions lead from a linked keyword or segment; the same for every record.</summary>
/// <typeparam name="T">What stands at the end: a keyword or a segment.</typeparam>
/// <param name="Fault"><see cref="LinkState.Found"/>, <see cref="LinkState.Undefined"/> or <see cref="LinkState.TooDeep"/>.</param>
/// <param name="Steps">The links to follow, in order; those that could be resolved if there is a fault.</param>
/// <param name="End">What stands at the end; null when <paramref name="Fault"/> says so.</param>
public sealed record LinkRoute<T>(LinkState Fault, IReadOnlyList<LinkStep> Steps, T? End)
    where T : class;
