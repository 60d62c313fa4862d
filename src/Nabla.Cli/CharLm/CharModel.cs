namespace Nabla.Cli.CharLm;

/// <summary>Predicts the next character: an embedding, a recurrent network, and a linear layer.</summary>
internal sealed class CharModel : Module
{
    private readonly Embedding _embedding;
    private readonly RecurrentModule _network;
    private readonly Dropout _dropout;
    private readonly Linear _head;
    private readonly int _window;

    public CharModel(Weights w, CharLmSettings settings, int letters)
        : base(w)
    {
        _window = settings.Window;
        _embedding = new(w["embedding"], letters, settings.Embedding);
        _network = settings.Cell switch
        {
            "lstm" => new LSTM(w["network"], settings.Embedding, settings.Width, settings.Layers, batchFirst: true, dropout: settings.Dropout),
            "gru" => new GRU(w["network"], settings.Embedding, settings.Width, settings.Layers, batchFirst: true, dropout: settings.Dropout),
            _ => throw new UsageException($"There is no cell '{settings.Cell}'; expected lstm or gru."),
        };
        _dropout = new(w["dropout"], settings.Dropout);
        _head = new(w["head"], settings.Width, letters);
    }

    /// <summary>Windows of characters one after another (int64 [B·window]), each from a state of zeros -> scores [B·window, letters].</summary>
    public override Tensor Forward(Tensor x) => Advance(x.Reshape(-1, _window), null).Scores;

    /// <summary>Goes on from a state.</summary>
    /// <param name="letters">int64 [B, T].</param>
    /// <param name="state">As returned; null at the beginning.</param>
    /// <returns>Scores [B·T, letters] and the state after the last character.</returns>
    public (Tensor Scores, IReadOnlyList<Tensor> State) Advance(Tensor letters, IReadOnlyList<Tensor>? state)
    {
        Tensor x = _embedding.Call(letters), y;
        IReadOnlyList<Tensor> next;
        if (_network is LSTM lstm)
        {
            (y, Tensor h, Tensor c) = lstm.Unroll(x, state is null ? null : (state[0], state[1]));
            next = [h, c];
        }
        else
        {
            (y, Tensor h) = ((GRU)_network).Unroll(x, state?[0]);
            next = [h];
        }
        return (_head.Call(_dropout.Call(y.Flatten(0, 1))), next);
    }

    /// <summary>Bits per character over a text, read as several streams side by side, each with its state carried from one end to the other.</summary>
    public double BitsPerCharacter(int[] text, CancellationToken cancellation = default)
    {
        const int Step = 250, MostStreams = 16;
        int streams = Math.Clamp((text.Length - 1) / (2 * Step), 1, MostStreams), length = (text.Length - 1) / streams;
        bool training = IsTraining;
        Eval();
        using GradMode.Restore mode = GradMode.Inference();
        double sum = 0;
        IReadOnlyList<Tensor>? state = null;
        for (int start = 0; start < length; start += Step)
        {
            cancellation.ThrowIfCancellationRequested();
            using TensorScope scope = new();
            int count = Math.Min(Step, length - start);
            (Tensor scores, IReadOnlyList<Tensor> next) = Advance(Part(start, count), state);
            sum += Nabla.Functional.CrossEntropy(scores, Part(start + 1, count).Flatten()).Item() * count;
            foreach (Tensor old in state ?? []) old.Dispose();
            state = [.. next.Select(tensor => tensor.Persist())];
        }
        Train(training);
        return sum / length / Math.Log(2);

        Tensor Part(int start, int count)
        {
            long[] letters = new long[streams * count];
            for (int i = 0; i < letters.Length; i++) letters[i] = text[(i / count * length) + start + (i % count)];
            return Tensor.Of(letters, [streams, count]);
        }
    }
}
