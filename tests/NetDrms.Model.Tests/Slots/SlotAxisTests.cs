using CsCheck;
using NetDrms.Model.Errors;
using NetDrms.Model.Keywords;
using NetDrms.Model.Series;
using NetDrms.Model.Slots;
using NetDrms.Model.Time;
using Xunit;

namespace NetDrms.Model.Tests.Slots;

/// <summary>Numbers of slots. Spec 01 §4.</summary>
public sealed class SlotAxisTests
{
    private static readonly SlotAxis TRec = new(504921600, 45);

    [Theory]   // spec 01 §4.2 (V)
    [InlineData(1172707222.0, 14839680)]
    [InlineData(1172707222.4, 14839680)]
    [InlineData(1172707222.5, 14839681)]   // a boundary goes up
    [InlineData(504921600.0, 0)]
    [InlineData(504921577.0, -1)]
    [InlineData(-211087684832.184, -4702057921)]   // the missing time is a slot of its own
    public void Slot_number_is_the_original_s(double seconds, long slot) => Assert.Equal(slot, TRec.IndexOf(seconds));

    [Theory]   // spec 01 §4.2 (V): ts_slot, step "1.5h", epoch 2010.05.01_UTC
    [InlineData("2010.05.01_01:29:59_UTC", 0)]
    [InlineData("2010.05.01_01:30:00_UTC", 1)]
    [InlineData("2010.04.30_23:59:59_UTC", -1)]
    [InlineData("2010.05.02_UTC", 16)]
    public void Slots_of_ts_slot_start_at_the_epoch(string time, long slot)
    {
        Assert.True(TimeScanner.TryScan("2010.05.01_UTC", ScanMode.Compatible, out DrmsTime epoch, out _));
        Assert.True(TimeScanner.TryScan(time, ScanMode.Compatible, out DrmsTime value, out _));
        SeriesDefinition series = Series(KeywordKind.TsSlot, DrmsType.Time, ("K_epoch", DrmsValue.OfTime(epoch.Seconds)), ("K_step", DrmsValue.OfString("1.5h")));
        Assert.Equal(slot, SlotAxis.For(series, series.Keywords[0]).IndexOf(value.Seconds));
    }

    [Theory]   // spec 01 §4.2 (V)
    [InlineData(7.4, 13)]
    [InlineData(7.5, 13)]
    [InlineData(7.6, 13)]
    public void Slots_of_a_number_are_centred_on_the_base(double latitude, long slot)
    {
        SeriesDefinition series = Series(KeywordKind.Slot, DrmsType.Float, ("K_base", DrmsValue.OfFloat(-90)), ("K_step", DrmsValue.OfFloat(7.5f)));
        Assert.Equal(slot, SlotAxis.For(series, series.Keywords[0]).IndexOf(latitude));
    }

    [Theory]   // spec 01 §4.2 (V)
    [InlineData(756187, 50412)]
    [InlineData(756188, 50413)]
    public void Slots_of_Carrington_time_begin_at_zero(double degrees, long slot)
    {
        SeriesDefinition series = Series(KeywordKind.Carr, DrmsType.Float, ("K_step", DrmsValue.OfFloat(15)), ("K_unit", DrmsValue.OfString("degrees")));
        Assert.Equal(slot, SlotAxis.For(series, series.Keywords[0]).IndexOf(degrees));
    }

    [Theory]
    [InlineData("tenthsecs", 3)]
    [InlineData("secs", 30)]
    [InlineData("MINS", 1800)]
    [InlineData("hours", 108000)]
    [InlineData("days", 2592000)]
    public void The_unit_multiplies_the_step(string unit, double width)
    {
        SeriesDefinition series = Series(KeywordKind.TsEq, DrmsType.Time,
            ("K_epoch", DrmsValue.OfString("TSEQ_EPOCH")), ("K_step", DrmsValue.OfString("30")), ("K_unit", DrmsValue.OfString(unit)));
        Assert.Equal(new SlotAxis(504921600, width), SlotAxis.For(series, series.Keywords[0]));
    }

    [Fact]
    public void A_missing_companion_is_named()
    {
        SeriesDefinition series = Series(KeywordKind.TsEq, DrmsType.Time, ("K_step", DrmsValue.OfInteger(DrmsType.Int, 1)));
        DrmsException error = Assert.Throws<DrmsException>(() => SlotAxis.For(series, series.Keywords[0]));
        Assert.Equal("Missing required ancillary keyword 'K_epoch'.", error.Error.ClassicMessage);
    }

    [Fact]
    public void Centre_of_every_slot_lies_in_that_slot() =>
        Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[0.001, 1e6], Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Bool)
            .Sample((origin, width, slot, isCentred) =>
            {
                SlotAxis axis = new(origin, width, isCentred, 0);
                return axis.IndexOf(axis.CentreOf(slot)) == slot;
            });

    [Fact]   // spec 01 §7.7
    public void The_place_of_every_slot_has_that_slot_s_number() =>
        Gen.Select(Gen.Int[-2_000_000_000, 2_000_000_000], Gen.Int[1, 1_000_000], Gen.Long[-1_000_000_000, 1_000_000_000], Gen.Bool)
            .Sample((origin, eighths, slot, isCentred) =>
            {
                // widths of whole eighths: at the edge of a ts_slot a width that is no binary fraction may fall to either side, as in the original
                SlotAxis axis = new(origin, eighths / 8.0, isCentred, 0);
                return axis.IndexOf(axis.PositionOf(slot)) == slot;
            });

    [Fact]
    public void A_value_without_a_number_overflows_loudly()
    {
        Assert.Throws<OverflowException>(() => TRec.IndexOf(double.NaN));
        Assert.Throws<OverflowException>(() => TRec.IndexOf(1e300));
    }

    [Fact]
    public void An_enumerated_value_has_its_place_in_the_list()
    {
        SeriesDefinition series = Series(KeywordKind.Enum, DrmsType.String, ("K_vals", DrmsValue.OfString("171, 193 ,94_THIN")));
        Assert.True(EnumSlots.TryFor(series, series.Keywords[0], out EnumSlots? slots));
        Assert.Equal([0, 1, 2], slots.Values.Select(value => slots.IndexOf(DrmsValue.OfString(value))));
        Assert.Contains("171, 193, 94_THIN", Assert.Throws<DrmsException>(() => slots.IndexOf(DrmsValue.OfString("304"))).Message, StringComparison.Ordinal);
    }

    private static SeriesDefinition Series(KeywordKind kind, DrmsType type, params (string Name, DrmsValue Value)[] companions) => new()
    {
        Name = SeriesName.TryParse("test.slots", out SeriesName name) ? name : default,
        Keywords =
        [
            new KeywordDefinition { Name = "K", Type = type, Kind = kind },
            .. companions.Select(companion => new KeywordDefinition { Name = companion.Name, Type = companion.Value.Type, Kind = KeywordKind.Constant, Default = companion.Value }),
        ],
    };
}
