using NetDrms.Model.Keywords;

namespace NetDrms.Samples.Filling;

/// <summary>What a record will hold: keyword values, pictures, files. Made by any thread.</summary>
internal sealed class RecordContent
{
    private readonly List<(string Name, DrmsValue Value)> _values = [];
    private readonly List<(string Link, DrmsValue[] Keys)> _links = [];
    private readonly List<SegmentPicture> _pictures = [];
    private readonly List<SegmentText> _texts = [];

    /// <summary>Keyword values in the order of setting.</summary>
    public IReadOnlyList<(string Name, DrmsValue Value)> Values => _values;

    /// <summary>Dynamic links and the keys they point to.</summary>
    public IReadOnlyList<(string Link, DrmsValue[] Keys)> Links => _links;

    /// <summary>Pictures of segments.</summary>
    public IReadOnlyList<SegmentPicture> Pictures => _pictures;

    /// <summary>Text files of generic segments.</summary>
    public IReadOnlyList<SegmentText> Texts => _texts;

    /// <summary>Sets a number.</summary>
    public RecordContent Add(string keyword, double value) => Add(keyword, DrmsValue.OfDouble(value));

    /// <summary>Sets an integer.</summary>
    public RecordContent Add(string keyword, int value) => Add(keyword, DrmsValue.OfInteger(DrmsType.Int, value));

    /// <summary>Sets a text.</summary>
    public RecordContent Add(string keyword, string value) => Add(keyword, DrmsValue.OfString(value));

    /// <summary>Sets an instant, SI seconds since the DRMS epoch.</summary>
    public RecordContent AddTime(string keyword, double seconds) => Add(keyword, DrmsValue.OfTime(seconds));

    /// <summary>Sets a value.</summary>
    public RecordContent Add(string keyword, DrmsValue value)
    {
        _values.Add((keyword, value));
        return this;
    }

    /// <summary>Points a dynamic link to the record with the given prime keys, as users write them.</summary>
    public RecordContent Link(string link, params DrmsValue[] keys)
    {
        _links.Add((link, keys));
        return this;
    }

    /// <summary>Adds a picture.</summary>
    public RecordContent Add(SegmentPicture picture)
    {
        _pictures.Add(picture);
        return this;
    }

    /// <summary>Adds a text file.</summary>
    public RecordContent Add(SegmentText text)
    {
        _texts.Add(text);
        return this;
    }
}
