namespace Nabla.Vision;

/// <summary>Image models by name, as torchvision and timm name them.</summary>
public static class ModelRegistry
{
    private static readonly SortedDictionary<string, ModelEntry> Entries = new(StringComparer.Ordinal);

    static ModelRegistry()
    {
        Mlp.Register();
        LeNet.Register();
        SmallCnn.Register();
        ResNet.Register();
        UNet.Register();
        FCN.Register();
        SegNet.Register();
    }

    /// <summary>All names, in alphabetical order.</summary>
    [Export("vision.models.ModelRegistry.names")]
    public static IReadOnlyCollection<string> Names => Entries.Keys;

    /// <summary>Adds a model.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    [Export("vision.models.ModelRegistry.add")]
    public static void Add(ModelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (!Entries.TryAdd(entry.Name, entry)) throw new ArgumentException($"A model named '{entry.Name}' is already registered.", nameof(entry));
    }

    /// <summary>What is known about a model.</summary>
    /// <exception cref="ArgumentException">There is no such model; the message suggests the nearest names.</exception>
    [Export("vision.models.ModelRegistry.find")]
    public static ModelEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Entries.TryGetValue(name, out ModelEntry? entry)) return entry;
        string[] near = [.. Entries.Keys.OrderBy(known => Distance(name, known)).Take(3)];
        throw new ArgumentException($"There is no model named '{name}'; the nearest names are {string.Join(", ", near)}.", nameof(name));
    }

    /// <summary>Builds a model.</summary>
    /// <param name="name">Registered name.</param>
    /// <param name="weights">Where its values come from.</param>
    /// <param name="settings">Changes to the preset; null for none.</param>
    /// <exception cref="ArgumentException">There is no such model or setting.</exception>
    [Export("vision.models.ModelRegistry.create")]
    public static Module Create(string name, Weights weights, ModelSettings? settings = null)
    {
        ModelSettings own = settings ?? new();
        Module model = Find(name).Build(weights, own);
        own.CheckUsed(name);
        return model;
    }

    /// <summary>Edits between two names, for suggestions.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
