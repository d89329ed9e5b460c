using System.Globalization;
using System.Text;
using System.Text.Json;
using NetDrms.Database.Cluster;
using NetDrms.Database.Site;
using NetDrms.Model.Errors;

namespace NetDrms.Cli.Administration.Storage;

/// <summary>The storage daemons that <c>drms sums start</c> has started, in the original's file: one JSON line, <c>{"daemon path": {"port": pid}}</c>. Spec 04 §4.8.</summary>
/// <remarks>Held from reading to writing, so that of two commands one waits.</remarks>
internal sealed class InstanceFile : IDisposable
{
    private readonly string _path;
    private readonly SiteLock _lock;

    private InstanceFile(string path, SiteLock held, Dictionary<string, SortedDictionary<int, int>> daemons)
    {
        _path = path;
        _lock = held;
        Daemons = daemons;
    }

    /// <summary>Process by port, by path of the daemon.</summary>
    public Dictionary<string, SortedDictionary<int, int>> Daemons { get; }

    /// <summary>Opens the file; one that does not exist is empty.</summary>
    /// <exception cref="DrmsException">It cannot be read, or is no such file.</exception>
    public static async Task<InstanceFile> OpenAsync(string path, IProgress<string> progress, CancellationToken cancel)
    {
        SiteLock held = await SiteLock.TakeAsync(path + ".lock", TimeSpan.FromMinutes(5), progress, cancel);
        try
        {
            return new(path, held, File.Exists(path) ? Parse(path, await File.ReadAllTextAsync(path, cancel)) : []);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static Dictionary<string, SortedDictionary<int, int>> Parse(string path, string text)
    {
        Dictionary<string, SortedDictionary<int, int>> daemons = new(StringComparer.Ordinal);
        try
        {
            using JsonDocument json = JsonDocument.Parse(string.IsNullOrWhiteSpace(text) ? "{}" : text);
            foreach (JsonProperty daemon in json.RootElement.EnumerateObject())
            {
                daemons[daemon.Name] = [];
                foreach (JsonProperty instance in daemon.Value.EnumerateObject())
                    daemons[daemon.Name][int.Parse(instance.Name, NumberStyles.None, CultureInfo.InvariantCulture)] = instance.Value.GetInt32();
            }
            return daemons;
        }
        catch (Exception failure) when (failure is JsonException or FormatException or OverflowException or InvalidOperationException)
        {
            throw new DrmsException(new DrmsError(ErrorCode.File, $"\"{path}\" is no file of storage daemons") { Hint = "Remove it when none runs." }, failure);
        }
    }

    /// <summary>Takes out the processes that are gone, or are others by now.</summary>
    /// <returns>Their numbers.</returns>
    public IReadOnlyList<int> DropDead()
    {
        List<int> dead = [];
        foreach (SortedDictionary<int, int> instances in Daemons.Values)
        {
            foreach ((int port, int pid) in instances.Where(static one => !IsRunning(one.Key, one.Value)).ToList())
            {
                instances.Remove(port);
                dead.Add(pid);
            }
        }
        return dead;
    }

    /// <summary>True while a process is the storage daemon of a port: numbers of processes come again.</summary>
    public static bool IsRunning(int port, int pid) =>
        RunningProcess.Exists(pid) && RunningProcess.Words(pid).Contains(string.Create(CultureInfo.InvariantCulture, $"--sockport={port}"));

    /// <summary>Writes the file.</summary>
    public void Write()
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            foreach ((string daemon, SortedDictionary<int, int> instances) in Daemons.Where(static one => one.Value.Count > 0))
            {
                json.WriteStartObject(daemon);
                foreach ((int port, int pid) in instances)
                    json.WriteNumber(port.ToString(CultureInfo.InvariantCulture), pid);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        string part = _path + ".part";
        File.WriteAllText(part, Encoding.UTF8.GetString(text.ToArray()) + "\n");
        File.Move(part, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
