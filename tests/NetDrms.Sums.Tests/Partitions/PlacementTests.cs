using CsCheck;
using NetDrms.Sums.Partitions;

namespace NetDrms.Sums.Tests.Partitions;

/// <summary>Properties of the choice of a partition and of reservations. Spec 04, better 8.</summary>
public sealed class PlacementTests
{
    private const long Gigabyte = 1L << 30;

    private static readonly Gen<Candidate[]> s_candidates = Gen.Select(Gen.Long[-1, 100 * Gigabyte], Gen.Long[0, 50 * Gigabyte], Gen.Double[0, 30], Gen.Int[0, 20])
        .Select((free, reserved, errors, waiting) => new Candidate("", 0, free < 0 ? FreeBytes.Unknown("hangs", PartitionState.Slow) : FreeBytes.Known(free)) { Reserved = reserved, Errors = errors, Waiting = waiting })
        .Array[1, 12].Select(all => all.Select((candidate, i) => candidate with { Folder = $"/SUM{i}" }).ToArray());

    [Fact]
    public void Only_a_partition_with_room_is_chosen_and_one_is_chosen_whenever_there_is_one() =>
        Gen.Select(s_candidates, Gen.Long[0, 20 * Gigabyte], Gen.Long[0, 10 * Gigabyte], Gen.Double[0, 1]).Sample((candidates, bytes, keep, chance) =>
        {
            List<Candidate> open = PartitionChoice.WithRoom(candidates, bytes, bytes, keep);
            bool HasRoom(Candidate c) => c.Free.IsKnown && c.Free.Bytes - keep - c.Reserved >= Math.Max(bytes, 1);
            if (open.Count != candidates.Count(HasRoom))
                return false;
            return open.Count == 0 || HasRoom(PartitionChoice.Choose(open, keep, chance));
        });

    [Fact]
    public void The_more_room_the_likelier_a_partition_is_chosen() =>
        Assert.Equal((25, 75), Chosen(Known("/SUM0", 100), Known("/SUM1", 300)));

    [Fact]
    public void Room_is_what_is_free_less_what_is_reserved_and_kept()
    {
        Candidate half = Known("/SUM0", 200) with { Reserved = 100 };
        Assert.Equal((25, 75), Chosen(half, Known("/SUM1", 300)));
        Assert.Equal(["/SUM1"], PartitionChoice.WithRoom([half, Known("/SUM1", 300)], 150, 150, keepFreeBytes: 0).Select(c => c.Folder));
        Assert.Equal(["/SUM1"], PartitionChoice.WithRoom([Known("/SUM0", 100), Known("/SUM1", 300)], 100, 100, keepFreeBytes: 50).Select(c => c.Folder));
    }

    [Fact]
    public void Recent_errors_and_waiting_work_lower_the_chance_and_never_to_nothing()
    {
        Assert.Equal((20, 80), Chosen(Known("/SUM0", 100) with { Errors = 2 }, Known("/SUM1", 100)));
        Assert.Equal((20, 80), Chosen(Known("/SUM0", 100) with { Waiting = 3 }, Known("/SUM1", 100)));
        Candidate only = Known("/SUM0", 100) with { Errors = 1e9, Waiting = 1000 };
        Assert.Equal(only, PartitionChoice.Choose([only], 0, 0.5));
    }

    [Fact]
    public void An_error_counts_half_after_ten_minutes()
    {
        DateTimeOffset start = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        PartitionErrors errors = default(PartitionErrors).Add(start).Add(start);
        Assert.Equal(2, errors.Now(start), 9);
        Assert.Equal(1, errors.Now(start + PartitionErrors.HalfLife), 9);
        Assert.Equal(2, errors.Add(start + PartitionErrors.HalfLife).Count, 9);
        Assert.Equal(0, default(PartitionErrors).Now(start));
        Assert.Equal(2, errors.Now(start.AddHours(-1)), 9);   // a clock that was set back
    }

    private static Candidate Known(string folder, long free) => new(folder, 0, FreeBytes.Known(free));

    private static (int, int) Chosen(params Candidate[] open)
    {
        int first = Enumerable.Range(0, 100).Count(i => PartitionChoice.Choose(open, 0, i / 100.0) == open[0]);
        return (first, 100 - first);
    }

    [Fact]   // "the 100 MB that modules always ask do not starve a small partition"
    public void Modules_that_ask_the_usual_number_do_not_fill_a_small_partition()
    {
        Reservations reservations = new();
        reservations.Seed(20_000);   // what units of this site come to
        Candidate small = Known("/SUM0", 300_000_000);
        for (int i = 0; i < 100; i++)
        {
            Assert.Single(PartitionChoice.WithRoom([small with { Reserved = reservations.On("/SUM0") }], Reservations.UsualAsk, reservations.Expected(Reservations.UsualAsk), 0));
            reservations.Add(i, "/SUM0", reservations.Expected(Reservations.UsualAsk));
        }
        Assert.Equal(100L << 20, reservations.On("/SUM0"));   // a megabyte each at least
    }

    [Fact]
    public void Clients_that_say_what_they_need_never_meet_on_one_disk()
    {
        Reservations reservations = new();
        Candidate disk = Known("/SUM0", 1_000_000_000_000);
        int taken = 0;
        while (PartitionChoice.WithRoom([disk with { Reserved = reservations.On("/SUM0") }], 100_000_000_000, reservations.Expected(100_000_000_000), 0).Count > 0)
            reservations.Add(taken++, "/SUM0", 100_000_000_000);
        Assert.Equal(10, taken);
    }

    [Fact]
    public void What_modules_need_is_learnt_from_their_units()
    {
        Reservations reservations = new();
        Assert.Equal(Reservations.UsualAsk, reservations.TypicalBytes);   // nobody knows yet
        for (int i = 0; i < 200; i++)
            reservations.Learn(Reservations.UsualAsk, 5 << 20);
        Assert.InRange(reservations.TypicalBytes, 10 << 20, 11 << 20);
        reservations.Learn(123, 1L << 40);   // not the usual number
        Assert.InRange(reservations.TypicalBytes, 10 << 20, 11 << 20);
    }

    [Fact]
    public void Reservations_come_back_to_nothing_whatever_the_order() => Gen.Select(Gen.Long[0, 9], Gen.Long[0, 1000], Gen.Bool).Array[0, 200].Sample(steps =>
    {
        Reservations reservations = new();
        Dictionary<long, long> model = [];
        foreach ((long sunum, long bytes, bool isAdded) in steps)
        {
            if (isAdded)
                reservations.Add(sunum, "/SUM0", model[sunum] = bytes);
            else if (model.Remove(sunum) | true)
                reservations.Release(sunum);
            if (reservations.On("/SUM0") != model.Values.Sum())
                return false;
        }
        return true;
    });
}
