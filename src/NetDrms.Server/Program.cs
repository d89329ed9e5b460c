using NetDrms.Server;

return await DaemonProgram.RunAsync(args, Environment.GetEnvironmentVariable);
