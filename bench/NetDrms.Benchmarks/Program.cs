using BenchmarkDotNet.Running;
using NetDrms.Benchmarks.Sums;

// dotnet run -c Release --project bench/NetDrms.Benchmarks -- --filter '*'
// With the word sums-load first: a client of the storage daemon for bench/sums.sh.
if (args is ["sums-load", .. string[] words])
    await SumsLoad.RunAsync(words);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
