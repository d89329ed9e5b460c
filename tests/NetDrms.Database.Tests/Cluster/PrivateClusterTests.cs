using System.Diagnostics;
using NetDrms.Database.Cluster;
using NetDrms.Database.Sql;
using NetDrms.Model.Errors;
using Npgsql;

namespace NetDrms.Database.Tests.Cluster;

public sealed class PrivateClusterTests : IAsyncLifetime
{
    private static readonly ServiceAccount Account = ServiceAccount.Default();
    private readonly string _folder = Directory.CreateTempSubdirectory("netdrms-cluster-").FullName;
    private PrivateCluster _cluster = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Account.CreateFolder(_folder, FolderModes.Public);
        _cluster = new(Path.Combine(_folder, "data"), Path.Combine(_folder, "run"), Path.Combine(_folder, "log", "cluster.log"), Account, ClusterDurability.Disposable);
        await _cluster.InitializeAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAsync(CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_runs_as_its_account_answers_on_the_socket_only_and_stops()
    {
        await _cluster.StartAsync(Cancel);
        await _cluster.StartAsync(Cancel);   // again: nothing happens
        int server = _cluster.Folder.ServerProcess()!.Value;
        string owner = (await File.ReadAllLinesAsync($"/proc/{server}/status", Cancel)).First(l => l.StartsWith("Uid:", StringComparison.Ordinal));
        Assert.Equal(Account.UserId.ToString(System.Globalization.CultureInfo.InvariantCulture), owner.Split('\t')[1]);
        Assert.Equal("", await ScalarAsync($"select current_setting('listen_addresses')"));
        Assert.Equal("C UTF8", await ScalarAsync($"select datcollate || ' ' || pg_encoding_to_char(encoding) from pg_database where datname = 'template1'"));
        Assert.Equal("local trust", await ScalarAsync($"select string_agg(distinct type || ' ' || auth_method, ', ') from pg_hba_file_rules where auth_method <> 'reject'"));
        Assert.Equal(FolderModes.Private, File.GetUnixFileMode(_cluster.SocketFolder));
        await _cluster.StopAsync(Cancel);
        await _cluster.StopAsync(Cancel);
        Assert.Null(_cluster.Folder.ServerProcess());
        Assert.False(RunningProcess.Exists(server));
    }

    [Fact]
    public async Task A_killed_server_starts_again_with_what_was_committed()
    {
        await _cluster.StartAsync(Cancel);
        await ScalarAsync($"create table public.kept as select 42 as answer");
        await ScalarAsync($"checkpoint");
        using (Process server = Process.GetProcessById(_cluster.Folder.ServerProcess()!.Value))
        {
            server.Kill();
            await server.WaitForExitAsync(Cancel);
        }
        Assert.Null(_cluster.Folder.ServerProcess());
        await _cluster.StartAsync(Cancel);
        Assert.Equal("42", await ScalarAsync($"select answer::text from public.kept"));
    }

    [Fact]
    public async Task A_pid_file_whose_number_another_program_has_is_no_hindrance()
    {
        string file = Path.Combine(_cluster.Folder.Path, "postmaster.pid");
        using Process other = Process.Start(new ProcessStartInfo("sleep", "60"))!;
        try
        {
            await File.WriteAllTextAsync(file, $"{other.Id}\n{_cluster.Folder.Path}\n1\n5432\n{_cluster.SocketFolder}\n\n0 0\nready\n", Cancel);
            Account.Own(file);
            // the same beside the socket, as a zombie of the killed server's number holds it
            string socketLock = Path.Combine(_cluster.SocketFolder, ".s.PGSQL.5432.lock");
            Account.CreateFolder(_cluster.SocketFolder, FolderModes.Private);
            await File.WriteAllTextAsync(socketLock, $"{other.Id}\n{_cluster.Folder.Path}\n1\n5432\n{_cluster.SocketFolder}\n", Cancel);
            Account.Own(socketLock);
            Assert.Null(_cluster.Folder.ServerProcess());
            await _cluster.StartAsync(Cancel);
            Assert.True(_cluster.Folder.IsReady());
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task A_server_that_does_not_start_is_told_with_the_last_lines_of_its_log()
    {
        await File.AppendAllTextAsync(Path.Combine(_cluster.Folder.Path, "postgresql.conf"), "\nno_such_setting = 1\n", Cancel);
        DrmsException failed = await Assert.ThrowsAsync<DrmsException>(() => _cluster.StartAsync(Cancel));
        Assert.Equal($"could not start PostgreSQL in \"{_cluster.Folder.Path}\": it ended at once", failed.Error.Message);
        Assert.Contains("unrecognized configuration parameter \"no_such_setting\"", failed.Error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_with_other_content_is_not_overwritten()
    {
        string data = Path.Combine(_folder, "other");
        Account.CreateFolder(data, FolderModes.Private);
        await File.WriteAllTextAsync(Path.Combine(data, "precious.txt"), "mine", Cancel);
        PrivateCluster other = new(data, Path.Combine(_folder, "run2"), Path.Combine(_folder, "log", "2.log"), Account, ClusterDurability.Disposable);
        await Assert.ThrowsAsync<DrmsException>(() => other.InitializeAsync(Cancel));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(data, "precious.txt"), Cancel));
    }

    [Fact]
    public void A_socket_path_longer_than_the_kernel_allows_is_refused() =>
        Assert.Contains("longer than", Assert.Throws<DrmsException>(() => new PrivateCluster("/d", "/" + new string('x', 100), "/l", Account, ClusterDurability.Durable)).Error.Message, StringComparison.Ordinal);

    private async Task<string?> ScalarAsync(SqlText sql)
    {
        await using NpgsqlConnection connection = await DatabaseConnection.OpenAsync(_cluster.Target("postgres"), Cancel);
        await using NpgsqlCommand command = sql.On(connection);
        return await command.ExecuteScalarAsync(Cancel) as string;
    }
}
