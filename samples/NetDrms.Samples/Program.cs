return await NetDrms.Samples.SamplesProgram.RunAsync(args, Environment.GetEnvironmentVariable);
