using NetDrms.Cli.Driver;
using NetDrms.Modules.Driver;


return await new ModuleHost(Surroundings.OfProcess()).RunAsync(args, CancellationToken.None);
