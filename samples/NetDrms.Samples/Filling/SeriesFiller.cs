using System.Diagnostics;
using NetDrms.Drms.Records;
using NetDrms.Drms.Sessions;
using NetDrms.Fits.Images;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;

namespace NetDrms.Samples.Filling;

/// <summary>Fills one series in one session: pictures are made by several threads a few records ahead, and stored in order.</summary>
/// <param name="session">How to make the session.</param>
/// <param name="definitions">Definitions of the series and those that it links to.</param>
/// <param name="size">Pixels of a side of a full disk.</param>
internal sealed class SeriesFiller(SessionOptions session, IReadOnlyDictionary<string, SeriesDefinition> definitions, int size)
{
    private static readonly int s_ahead = Environment.ProcessorCount;

    /// <summary>Adds the missing records and commits them.</summary>
    public async Task<FillReport> FillAsync(SampleSeries sample, bool isNew, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        SeriesDefinition series = definitions[sample.Name];
        await using DrmsSession work = await DrmsSession.OpenAsync(session, cancel);
        StoredKeys stored = await StoredKeys.ReadAsync(work.Connection, series, cancel);
        (int added, int present, long bytes) = (0, 0, 0L);
        Queue<(SampleRecord Record, Task<RecordContent> Content)> ahead = new();
        string folder = Directory.CreateTempSubdirectory("netdrms-samples-").FullName;
        try
        {
            foreach (SampleRecord record in sample.Records(size))
            {
                if (stored.Has(record))
                {
                    present++;
                    continue;
                }
                ahead.Enqueue((record, Task.Run(record.Make, cancel)));
                if (ahead.Count <= s_ahead)
                    continue;
                bytes += await StoreAsync(work, series, ahead.Dequeue(), folder, cancel);
                added++;
            }
            while (ahead.TryDequeue(out (SampleRecord, Task<RecordContent>) last))
            {
                bytes += await StoreAsync(work, series, last, folder, cancel);
                added++;
            }
            await work.CommitAsync(cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return new FillReport(series.Name.Text, isNew, added, present, bytes, Stopwatch.GetElapsedTime(start));
    }

    private async Task<long> StoreAsync(
        DrmsSession work, SeriesDefinition series, (SampleRecord Record, Task<RecordContent> Content) sample, string folder, CancellationToken cancel)
    {
        RecordContent content = await sample.Content;
        RecordWriter writer = await work.WriterAsync(series, cancel);
        NewRecord record = writer.Create();
        foreach ((string name, DrmsValue value) in sample.Record.Keys.Concat(content.Values))
            record.Set(record.Keyword(name), value);
        foreach ((string name, DrmsValue[] keys) in content.Links)
            SetLink(record, series.Links.First(link => link.Name == name), keys);
        long bytes = 0;
        foreach (SegmentPicture picture in content.Pictures)
        {
            using SegmentArray array = new(DrmsType.Float, [picture.Width, picture.Height]) { Zero = picture.Zero, Scale = picture.Scale };
            picture.Pixels.CopyTo(array.Pixels<float>());
            await work.Segments.WriteAsync(record, Segment(series, picture.Segment), array, cancel);
            bytes += picture.Pixels.Length * sizeof(float);
        }
        foreach (SegmentText text in content.Texts)
        {
            string path = Path.Combine(folder, text.FileName);
            await File.WriteAllTextAsync(path, text.Content, cancel);
            await work.Segments.CopyInAsync(record, Segment(series, text.Segment), path, cancel);
            bytes += text.Content.Length;
        }
        await writer.AddAsync(record, cancel);
        return bytes;
    }

    private void SetLink(NewRecord record, LinkDefinition link, DrmsValue[] keys)
    {
        SeriesDefinition target = definitions[link.TargetSeries];
        record.SetLink(link, target, InternalKeys.Of(target, keys));
    }

    private static SegmentDefinition Segment(SeriesDefinition series, string name) =>
        series.Segments.First(segment => segment.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
