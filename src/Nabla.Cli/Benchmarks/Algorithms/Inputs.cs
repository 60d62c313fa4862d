namespace Nabla.Cli.Benchmarks.Algorithms;

/// <summary>Reproducible inputs, and timing of work that consumes them.</summary>
internal static class Inputs
{
    public static T[] Fill<T>(int n, Func<Random, T> make)
    {
        var random = new Random(1);
        var values = new T[n];
        for (int i = 0; i < n; i++) values[i] = make(random);
        return values;
    }

    /// <summary>Different orders of one input, so that branch predictors cannot learn a short one by heart.</summary>
    public static T[][] Shuffles<T>(T[] source, int count)
    {
        var random = new Random(2);
        var copies = new T[count][];
        for (int i = 0; i < count; i++)
        {
            copies[i] = [.. source];
            if (count > 1) random.Shuffle(copies[i]);
        }
        return copies;
    }

    /// <summary>Median time of work that changes its input: every run gets a fresh copy.</summary>
    public static double Time<T>(T[] source, Action<T[]> work, bool shuffle = true)
    {
        int batch = Stopclock.Batch(source.Length);
        T[][] sources = shuffle ? Shuffles(source, batch) : [source], copies = [.. Enumerable.Range(0, batch).Select(_ => new T[source.Length])];
        return Stopclock.Median(i => sources[i % sources.Length].CopyTo(copies[i], 0), i => work(copies[i]), batch);
    }
}
