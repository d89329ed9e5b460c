using NetDrms.Modules.Arguments;


namespace NetDrms.Modules.Driver;

/// <summary>A command with <c>name=value</c> arguments.</summary>
internal interface IModule
{
    /// <summary>What it declares.</summary>
    ModuleDefinition Definition { get; }

    /// <summary>Runs it once; the answer is the exit code, and 0 is the only one after which changes stay.</summary>
    Task<int> RunAsync(ModuleContext context, CancellationToken cancel);
}
