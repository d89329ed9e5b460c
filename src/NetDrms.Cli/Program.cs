using NetDrms.Cli.Driver;

return await new ModuleHost(Surroundings.OfProcess()).RunAsync(args, CancellationToken.None);
