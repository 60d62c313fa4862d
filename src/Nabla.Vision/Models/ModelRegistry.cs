using Nabla.Formats.Numpy;
using Nabla.Formats.PyTorch;
using Nabla.Formats.Safetensors;

namespace Nabla.Vision;

/// <summary>Image models by name, as torchvision and timm name them.</summary>
public static class ModelRegistry
{
    private static readonly SortedDictionary<string, ModelEntry> Entries = new(StringComparer.Ordinal), Others = new(StringComparer.Ordinal);

    static ModelRegistry()
    {
        Mlp.Register();
        LeNet.Register();
        SmallCnn.Register();
        AlexNet.Register();
        Vgg.Register();
        ResNet.Register();
        UNet.Register();
        FCN.Register();
        SegNet.Register();
        DenseNet.Register();
        GoogLeNet.Register();
        InceptionV3.Register();
        SqueezeNet.Register();
        MobileNetV2.Register();
        MobileNetV3.Register();
        ShuffleNetV2.Register();
        MnasNet.Register();
        EfficientNet.Register();
        RegNet.Register();
        ConvNeXt.Register();
        VisionTransformer.Register();
        SwinTransformer.Register();
        MaxVit.Register();
        SegmentationModel.Register();
        Lraspp.Register();
        SppNet.Register();
        InceptionV4.Register();
        Xception.Register();
        MobileNetV1.Register();
        ShuffleNetV1.Register();
        SNet.Register();
        GhostNet.Register();
        MixNet.Register();
        SwinMlp.Register();
        UPerNet.Register();
        TimmNames.Register();
    }

    /// <summary>All names, in alphabetical order.</summary>
    [Export("vision.models.ModelRegistry.names")]
    public static IReadOnlyCollection<string> Names => Entries.Keys;

    /// <summary>Other names of the same models, in alphabetical order: timm's where they differ from torchvision's.</summary>
    [Export("vision.models.ModelRegistry.aliases")]
    public static IReadOnlyCollection<string> Aliases => Others.Keys;

    /// <summary>Adds a model.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    [Export("vision.models.ModelRegistry.add")]
    public static void Add(ModelEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (Others.ContainsKey(entry.Name) || !Entries.TryAdd(entry.Name, entry)) throw new ArgumentException($"A model named '{entry.Name}' is already registered.", nameof(entry));
    }

    /// <summary>Adds another name of a registered model.</summary>
    /// <param name="alias">The other name.</param>
    /// <param name="name">A registered name.</param>
    /// <param name="settings">What the other name changes in the preset; null for nothing.</param>
    /// <param name="size">Side of its pictures where that differs.</param>
    /// <exception cref="ArgumentException">The name is taken, or there is no such model.</exception>
    [Export("vision.models.ModelRegistry.add_alias")]
    public static void AddAlias(string alias, string name, ModelSettings? settings = null, int? size = null)
    {
        ArgumentNullException.ThrowIfNull(alias);
        ModelEntry entry = Find(name);
        ModelEntry other = entry with
        {
            Name = alias,
            InputShape = size is { } side ? [entry.InputShape[0], side, side] : entry.InputShape,
            Build = settings is null ? entry.Build : (w, own) => entry.Build(w, own.Over(settings)),
        };
        if (Entries.ContainsKey(alias) || !Others.TryAdd(alias, other)) throw new ArgumentException($"A model named '{alias}' is already registered.", nameof(alias));
    }

    /// <summary>Is this a registered name, or another name of a registered model?</summary>
    [Export("vision.models.ModelRegistry.knows")]
    public static bool Knows(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Entries.ContainsKey(Untagged(name)) || Others.ContainsKey(Untagged(name));
    }

    /// <summary>What is known about a model.</summary>
    /// <param name="name">Registered name, or timm's; the tag that timm puts behind a dot does not matter.</param>
    /// <exception cref="ArgumentException">There is no such model; the message suggests the nearest names.</exception>
    [Export("vision.models.ModelRegistry.find")]
    public static ModelEntry Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string plain = Untagged(name);
        if (Entries.TryGetValue(plain, out ModelEntry? entry) || Others.TryGetValue(plain, out entry)) return entry;
        throw new ArgumentException($"There is no model named '{name}'; the nearest names are {string.Join(", ", NearestNames.Of(name, [.. Entries.Keys, .. Others.Keys]))}.", nameof(name));
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

    /// <summary>Builds a model with the values of a file, under the model's own names or those of a known other implementation.</summary>
    /// <param name="name">Registered name, or timm's.</param>
    /// <param name="weights">Path of a <c>.safetensors</c>, <c>.pt</c>, <c>.pth</c>, <c>.bin</c>, <c>.ckpt</c> or <c>.npz</c> file.</param>
    /// <param name="settings">Changes to the preset; null for none.</param>
    /// <exception cref="ArgumentException">There is no such model or setting, or the file has another ending.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="Nabla.Formats.NablaFormatException">The file is damaged.</exception>
    /// <exception cref="StateDictException">The file does not fit; all missing, unexpected and misshapen keys are listed.</exception>
    [Export("vision.models.ModelRegistry.create_from_file")]
    public static Module Create(string name, string weights, ModelSettings? settings = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(weights);
        Find(name);
        if (!File.Exists(weights)) throw new FileNotFoundException($"There is no file '{weights}'.", weights);
        StateDict state = Path.GetExtension(weights).ToUpperInvariant() switch
        {
            ".SAFETENSORS" => SafetensorsFile.Load(weights),
            ".PT" or ".PTH" or ".BIN" or ".CKPT" => PyTorchFile.Load(weights),
            ".NPZ" => NpzFile.Load(weights),
            string other => throw new ArgumentException($"'{weights}' ends in '{other}'; expected .safetensors, .pt, .pth, .bin, .ckpt or .npz.", nameof(weights)),
        };
        return Load(name, state, settings);
    }

    /// <summary>Builds a model with the values of a state dict, under the model's own names or those of a known other implementation.</summary>
    /// <param name="name">Registered name.</param>
    /// <param name="state">Values by name.</param>
    /// <param name="settings">Changes to the preset; null for none.</param>
    /// <exception cref="ArgumentException">There is no such model or setting.</exception>
    /// <exception cref="StateDictException">The state dict does not fit; all missing, unexpected and misshapen keys are listed.</exception>
    [Export("vision.models.ModelRegistry.load")]
    public static Module Load(string name, IReadOnlyDictionary<string, Tensor> state, ModelSettings? settings = null)
    {
        Weights source = Weights.From(Translate(name, state, settings));
        Module model = Create(name, source, settings);
        source.Verify();
        return model;
    }

    /// <summary>Builds a model for other classes or input channels from a pretrained one: the layers that fit keep their values, the classifier starts anew.</summary>
    /// <param name="name">Registered name.</param>
    /// <param name="state">Values of the pretrained model.</param>
    /// <param name="settings">What changes, such as <c>num_classes</c> and <c>in_chans</c>.</param>
    /// <param name="seed">For the fresh values.</param>
    /// <remarks>
    /// When the number of input channels differs, the first convolution adds up its old channels for a single one, and repeats them for several, scaled by old over new as timm does: the response to
    /// grey pictures stays where the old number divides the new one. Learned positions are resized to other pictures or windows.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no such model or setting.</exception>
    /// <exception cref="StateDictException">More than classifier and first convolution do not fit.</exception>
    [Export("vision.models.ModelRegistry.fine_tune")]
    public static Module FineTune(string name, IReadOnlyDictionary<string, Tensor> state, ModelSettings settings, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ModelEntry entry = Find(name);
        Module model = Create(name, Weights.Random(seed), settings);
        StateDict own = model.StateDict(), chosen = new();
        foreach ((string key, Tensor value) in Translate(name, state, settings))
        {
            bool misshapen = own.TryGetValue(key, out Tensor? mine) && mine.Shape != value.Shape;
            if (misshapen && key == entry.Stem + ".weight") chosen.Add(key, Channels(value, mine!.Shape));
            else if (misshapen && PositionResizing.Fit(key, value, mine!.Shape) is { } resized && resized.Shape == mine.Shape) chosen.Add(key, resized);
            else if (key.EndsWith("relative_position_index", StringComparison.Ordinal)) chosen.Add(key, mine ?? value);
            else if (!entry.Classifier.Any(layer => key.StartsWith(layer + ".", StringComparison.Ordinal)) || !misshapen) chosen.Add(key, value);
        }
        LoadResult result = model.Load(chosen, strict: false);
        string[] missing = [.. result.Missing.Where(key => !entry.Classifier.Any(layer => key.StartsWith(layer + ".", StringComparison.Ordinal)))];
        return missing.Length + result.Unexpected.Count == 0 ? model : throw new StateDictException(missing, result.Unexpected, []);
    }

    private static string Untagged(string name) => name.IndexOf('.', StringComparison.Ordinal) is > 0 and int dot ? name[..dot] : name;

    /// <summary>The weight of a first convolution for another number of input channels.</summary>
    private static Tensor Channels(Tensor weight, Shape shape)
    {
        if (weight.Rank != 4 || weight.Shape.Without(1) != shape.Without(1)) return weight;
        using GradMode.Restore mode = GradMode.NoGrad();
        long from = weight.Shape[1], to = shape[1];
        Tensor[] repeated = [.. Enumerable.Range(0, (int)to).Select(i => weight.Narrow(1, i % from, 1))];
        return to == 1 ? weight.Sum(1, keepDims: true) : Tensor.Cat(repeated, 1) * ((double)from / to);
    }

    private static IReadOnlyDictionary<string, Tensor> Translate(string name, IReadOnlyDictionary<string, Tensor> state, ModelSettings? settings)
    {
        ModelEntry entry = Find(name);
        if (entry.Maps.Count == 0) return state;
        HashSet<string> keys = [.. Create(name, Weights.ShapeOnly(), settings?.Copy()).StateDict().Keys];
        return WeightMap.Fit(state, keys, entry.Maps, () => Create(name, Weights.Random(0), settings?.Copy()).StateDict());
    }
}
