namespace NetDrms.Sums.Access;

/// <summary>Places for connections that have not shown yet who they are: few, so that strangers cannot take those of clients.</summary>
/// <param name="most">How many there are.</param>
internal sealed class StrangerPlaces(int most)
{
    private int _taken;

    /// <summary>Takes a place; null when none is free.</summary>
    public Place? TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= most)
            return new Place(this);
        Interlocked.Decrement(ref _taken);
        return null;
    }

    /// <summary>A place, to be given back when its connection is known or gone.</summary>
    internal sealed class Place(StrangerPlaces places)
    {
        private int _isFree;

        /// <summary>Gives it back; once, however often it is called.</summary>
        public void Free()
        {
            if (Interlocked.Exchange(ref _isFree, 1) == 0)
                Interlocked.Decrement(ref places._taken);
        }
    }
}
