using NetDrms.Modules.Driver;


namespace NetDrms.Cli.Tests.Driver;

public sealed class OwnCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("links").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData()]
    [InlineData("help")]
    [InlineData("--help")]
    public async Task Without_a_command_the_commands_are_listed(params string[] words)
    {
        TestRun run = await TestRun.OfAsync("drms", words, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(0, run.ExitCode);
        Assert.All(ModuleTable.Names, name => Assert.Contains($"\n  {name.Replace('_', '-')} ", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unknown_command_names_the_nearest()
    {
        TestRun run = await TestRun.OfAsync("drms", ["tiem"], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Did you mean drms time?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_module_is_found_by_both_spellings_and_its_shared_name() =>
        Assert.All(ModuleTable.Names, name =>
        {
            Assert.Equal(name, ModuleTable.Create(name)!.Definition.Name);
            Assert.NotNull(ModuleTable.Create(name.Replace('_', '-')));
            Assert.NotNull(ModuleTable.Create(name + "_sock"));
        });

    [Fact]
    public async Task Links_are_made_once_and_renewed_and_never_replace_a_file()
    {
        for (int i = 0; i < 2; i++)
            Assert.Equal(0, (await TestRun.OfAsync("drms", ["install-links", _folder], cancel: TestContext.Current.CancellationToken)).ExitCode);
        string[] names = [.. ModuleTable.Names.Where(name => !ModuleTable.IsNew(name))];
        Assert.Equal((2 * names.Length) + 2, Directory.GetFileSystemEntries(_folder).Length);
        if (names.Length == 0)
            return;
        string taken = Path.Combine(_folder, names[0]);
        File.Delete(taken);
        await File.WriteAllTextAsync(taken, "mine", TestContext.Current.CancellationToken);
        TestRun run = await TestRun.OfAsync("drms", ["install-links", _folder], cancel: TestContext.Current.CancellationToken);
        Assert.Equal(1, run.ExitCode);
        Assert.Equal("mine", await File.ReadAllTextAsync(taken, TestContext.Current.CancellationToken));
    }
}
