using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/NetDrms.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
