using System.Net;
using System.Net.Http.Headers;
using NetDrms.Sums.Units;

namespace NetDrms.Server.Tests.Web.Files;

[Collection(WebTests.Name)]
public sealed class DownloadTests(WebSite web)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string FullPath => web.Files[0];

    private string ShortPath => FullPath[web.Site.Folder.Length..];

    private string Unit => Path.GetDirectoryName(Path.GetDirectoryName(FullPath))!;

    [Fact]
    public async Task A_file_is_had_by_the_path_of_an_answer_and_by_that_of_its_partition()
    {
        foreach (string path in (string[])[FullPath, ShortPath, Escaped(ShortPath)])
        {
            using HttpResponseMessage response = await web.Client.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("application/fits", response.Content.Headers.ContentType!.ToString());
            Assert.Equal(WebSite.Content(1), await response.Content.ReadAsByteArrayAsync(Cancel));
            Assert.True(response.Headers.ETag is { IsWeak: false });
            Assert.Contains("bytes", response.Headers.AcceptRanges);
            Assert.Equal(File.GetLastWriteTimeUtc(FullPath), response.Content.Headers.LastModified!.Value.UtcDateTime, TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Head_tells_the_length_and_sends_nothing()
    {
        using HttpRequestMessage request = new(HttpMethod.Head, ShortPath);
        using HttpResponseMessage response = await web.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(WebSite.Content(1).Length, response.Content.Headers.ContentLength);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Theory]
    [InlineData("bytes=100-199", 100, 100)]
    [InlineData("bytes=9000-", 9000, 1001)]
    [InlineData("bytes=-5", 9996, 5)]
    public async Task A_range_is_that_part_of_the_file(string range, int start, int length)
    {
        (HttpStatusCode status, byte[] bytes, _) = await RangeAsync(range);
        Assert.Equal(HttpStatusCode.PartialContent, status);
        Assert.Equal(WebSite.Content(1).AsSpan(start, length).ToArray(), bytes);
    }

    [Fact]
    public async Task A_range_beyond_the_end_is_refused_and_a_stale_one_gives_the_whole_file()
    {
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await RangeAsync("bytes=20000-")).Status);
        Assert.Equal(HttpStatusCode.OK, (await RangeAsync("bytes=0-9", ifRange: "\"another\"")).Status);
        string tag = (await RangeAsync("bytes=0-9")).Tag;
        Assert.Equal(HttpStatusCode.PartialContent, (await RangeAsync("bytes=0-9", ifRange: tag)).Status);
    }

    [Fact]
    public async Task What_a_client_has_already_is_not_sent_again()
    {
        using HttpResponseMessage first = await web.Client.GetAsync(ShortPath, Cancel);
        (HttpResponseMessage same, string body) = await web.GetAsync(ShortPath, ("If-None-Match", first.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Empty(body);
        (HttpResponseMessage unmodified, _) = await web.GetAsync(ShortPath, ("If-Modified-Since", first.Content.Headers.LastModified!.Value.ToString("R", null)));
        Assert.Equal(HttpStatusCode.NotModified, unmodified.StatusCode);
        (HttpResponseMessage other, _) = await web.GetAsync(ShortPath, ("If-None-Match", "\"another\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task Files_are_sent_as_they_are_without_compression()
    {
        File.WriteAllText(Path.Combine(Unit, "long.txt"), new string('x', 100_000));
        (HttpResponseMessage response, string body) = await web.GetAsync(ShortOf(Path.Combine(Unit, "long.txt")), ("Accept-Encoding", "gzip, br"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(100_000, body.Length);
    }

    [Fact]
    public async Task A_file_is_sent_although_the_connections_that_know_where_it_lies_were_ended()
    {
        Assert.Equal(HttpStatusCode.OK, (await web.GetAsync(ShortPath)).Response.StatusCode);
        await Task.Delay(TimeSpan.FromSeconds(6), Cancel);   // where it lies is forgotten
        await web.Site.SumsValueAsync($"select bool_and(pg_terminate_backend(pid, 5000)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        Assert.Equal(HttpStatusCode.OK, (await web.GetAsync(ShortPath)).Response.StatusCode);
    }

    [Fact]
    public async Task A_page_in_a_unit_is_shown_in_a_box_of_its_own()
    {
        File.WriteAllText(Path.Combine(Unit, "page.html"), "<script>alert(1)</script>");
        (HttpResponseMessage response, _) = await web.GetAsync(ShortOf(Path.Combine(Unit, "page.html")));
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_of_a_unit_is_listed_but_no_partition()
    {
        (HttpResponseMessage page, string html) = await web.GetAsync(ShortOf(Unit) + "/");
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("S00000/", html, StringComparison.Ordinal);
        (_, string json) = await web.GetAsync(ShortOf(Unit) + "/S00000", ("Accept", "application/json"));
        Assert.Contains("""{"name":"file 1.fits","bytes":10001}""", json, StringComparison.Ordinal);
        foreach (string path in (string[])["/SUM0", "/SUM0/", web.Site.Folder, web.Site.Folder + "/SUM0/"])
            Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path)).Response.StatusCode);
    }

    [Fact]
    public async Task Links_in_a_unit_lead_nowhere_but_to_files_of_other_units()
    {
        File.WriteAllText(Path.Combine(web.Site.Folder, "secret"), "secret");
        Link("out", Path.Combine(web.Site.Folder, "site.toml"));
        Link("relative", "../../secret");
        Link("folder", web.Site.Folder);
        Link("self", "self");
        Link("password", "/etc/passwd");
        Link("twice", Path.Combine(Unit, "password"));
        foreach (string name in (string[])["out", "relative", "folder", "folder/secret", "folder/site.toml", "self", "password", "twice"])
            Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"{ShortOf(Unit)}/{name}")).Response.StatusCode);
        Link("other.fits", web.Files[1]);
        using HttpResponseMessage other = await web.Client.GetAsync($"{ShortOf(Unit)}/other.fits", Cancel);
        Assert.Equal(WebSite.Content(2), await other.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task Nothing_but_files_of_units_is_reached_by_any_spelling_of_a_path()
    {
        string unit = ShortOf(Unit);
        string site = web.Site.Folder;
        string other = unit.StartsWith("/SUM0/", StringComparison.Ordinal) ? "SUM1" : "SUM0";
        string[] ups = ["..", "%2e%2e", "%2E.", ".%2e", "%252e%252e", "..%2f..", "..%5c", "..\\", "%c0%ae%c0%ae", "%e0%80%ae%e0%80%ae", "....", ".%00.", "..;", "%2e%2e%00"];
        string[] separators = ["/", "%2f", "%2F", "%252f", "%5c", "\\", "//", "/./", "%c0%af"];
        List<string> targets = [];
        foreach (string up in ups)
        {
            foreach (string slash in separators)
            {
                string way = string.Concat(Enumerable.Repeat(up + slash, 3));
                targets.AddRange([$"{unit}/{way}site.toml", $"{unit}/{way}{way}{way}etc/passwd", $"{unit}{slash}{way}secret", $"/SUM0/{way}etc/passwd", $"{site}/SUM0/{up}{slash}site.toml", $"{unit}/S00000{slash}{up}{slash}{way}run/drmsd.pid"]);
            }
        }
        targets.AddRange([$"{site}/site.toml", $"{site}/run/drmsd.pid", $"/site.toml", "/etc/passwd", "//etc/passwd", "/D1", "/D1/etc/passwd", $"{site}/SUM0/D0/x", $"{site}/SUM0/D999999/x",
            $"/SUM0/D-1/x", "/SUM0/D99999999999999999999/x", $"/{other}/{Path.GetFileName(Unit)}/S00000/file%201.fits", $"/tmp/{Path.GetFileName(Unit)}/S00000/file%201.fits", $"/SUM0/{Path.GetFileName(Unit)}x/S00000/file%201.fits",
            $"/SUM0/D0{Path.GetFileName(Unit)[1..]}/S00000/file%201.fits", $"{unit}/S00000/file%201.fits/", $"{unit}/S00000//file%201.fits/x", $"file://{FullPath}", "/SUM0/" + new string('a', 60_000), "/" + string.Concat(Enumerable.Repeat("D1/", 2000))]);
        foreach (string target in targets)
        {
            string answer = await RawHttp.GetAsync(web.Site.WebUrl, target);
            Assert.True(RawHttp.Status(answer) is 400 or 404 or 414 or 0, $"{target}: {answer[..Math.Min(answer.Length, 300)]}");
            Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_unit_that_is_being_filled_is_not_there_before_it_is_committed()
    {
        await using Sums.Client.SumsClient sums = await Sums.Client.SumsClient.OpenAsync(Sums.Daemon.SumsOptions.Read(web.Site.Home.Settings.Section("sums")).ClientAddress, Cancel);
        AllocatedUnit unit = await sums.AllocAsync(1000, 0, Cancel);
        File.WriteAllText(Path.Combine(unit.Path, "early.txt"), "early");
        string path = ShortOf(Path.Combine(unit.Path, "early.txt"));
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path)).Response.StatusCode);
        await sums.PutAsync([unit], "demo.web", 10, ArchiveType.TemporaryNoArchive, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path)).Response.StatusCode);
        await sums.CloseAsync(Cancel);
        Assert.Equal("early", (await web.GetAsync(path)).Body);
    }

    [Fact]
    public async Task Files_of_a_series_that_is_not_public_are_not_there()
    {
        await web.Site.SucceedAsync("create_series", web.Write("closed.jsd", System.Text.Encoding.UTF8.GetBytes("""
            Seriesname:  demo.closed
            Author:      "tests"
            Owner:       demo
            Unitsize:    1
            Archive:     0
            Retention:   10
            Tapegroup:   0
            PrimeKeys:   N
            Description: "not for strangers"
            Keyword: N, int, variable, record, DRMS_MISSING_VALUE, %d, none, "number"
            Data: image, variable, int, 0, none, generic, "any file"

            """)));
        await web.Site.DrmsValueAsync($"revoke select on demo.closed from public");
        await web.Site.SucceedAsync("set_info", "-c", "ds=demo.closed", "N=1", $"image={web.Write("closed.fits", WebSite.Content(1))}");
        string path = ShortOf((await web.Site.SucceedAsync("show_info", "-q", "-P", "seg=image", "demo.closed[]")).Output.Trim());
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path)).Response.StatusCode);
        await web.Site.DrmsValueAsync($"grant select on demo.closed to public");
        Assert.Equal(HttpStatusCode.OK, (await web.GetAsync(path)).Response.StatusCode);
    }

    private void Link(string name, string target)
    {
        string path = Path.Combine(Unit, name);
        if (!Path.Exists(path) && new FileInfo(path).LinkTarget is null)
            File.CreateSymbolicLink(path, target);
    }

    private string ShortOf(string path) => path[web.Site.Folder.Length..];

    private static string Escaped(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString)).Replace("S00000", "%53000%300", StringComparison.Ordinal);

    private async Task<(HttpStatusCode Status, byte[] Bytes, string Tag)> RangeAsync(string range, string? ifRange = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, ShortPath);
        request.Headers.Range = RangeHeaderValue.Parse(range);
        if (ifRange is not null)
            request.Headers.TryAddWithoutValidation("If-Range", ifRange);
        using HttpResponseMessage response = await web.Client.SendAsync(request, Cancel);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync(Cancel), response.Headers.ETag?.ToString() ?? "");
    }
}
