namespace Nabla.Tests.Golden;

/// <summary>Modules over sequences: recurrent networks and Transformers, which take several inputs and give several results.</summary>
internal static partial class GoldenModules
{
    /// <summary>The module of a case; null when it is none of these.</summary>
    private static GoldenModule? SequenceModule(Weights w, string name, GoldenArgs a) => name switch
    {
        "RNN" => Recurrent(new RNN(w, a.Int("input_size"), a.Int("hidden_size"), a.Int("num_layers", 1), a.Flag("bias", true), a.Flag("batch_first"), a.Real("dropout"), a.Flag("bidirectional"), Nonlinearity(a))),
        "GRU" => Recurrent(new GRU(w, a.Int("input_size"), a.Int("hidden_size"), a.Int("num_layers", 1), a.Flag("bias", true), a.Flag("batch_first"), a.Real("dropout"), a.Flag("bidirectional"))),
        "LSTM" => Recurrent(new LSTM(w, a.Int("input_size"), a.Int("hidden_size"), a.Int("num_layers", 1), a.Flag("bias", true), a.Flag("batch_first"), a.Real("dropout"), a.Flag("bidirectional"), a.Int("proj_size", 0))),
        "RNNCell" => Cell(new RNNCell(w, a.Int("input_size"), a.Int("hidden_size"), a.Flag("bias", true), Nonlinearity(a))),
        "GRUCell" => Cell(new GRUCell(w, a.Int("input_size"), a.Int("hidden_size"), a.Flag("bias", true))),
        "LSTMCell" => Cell(new LSTMCell(w, a.Int("input_size"), a.Int("hidden_size"), a.Flag("bias", true))),
        "TransformerDecoderLayer" => DecoderLayer(new(w, a.Int("d_model"), a.Int("nhead"), a.Int("dim_feedforward"), a.Real("dropout"), Activation(a), a.Real("layer_norm_eps", 1e-5), a.Flag("batch_first"), a.Flag("norm_first"))),
        "TransformerEncoder" => EncoderStack(new(w, a.Int("num_layers"), cursor => new(cursor, a.Int("d_model"), a.Int("nhead"), a.Int("dim_feedforward"), a.Real("dropout"), normFirst: a.Flag("norm_first")), Norm(a))),
        "TransformerDecoder" => DecoderStack(new(w, a.Int("num_layers"), cursor => new(cursor, a.Int("d_model"), a.Int("nhead"), a.Int("dim_feedforward"), a.Real("dropout"), normFirst: a.Flag("norm_first")), Norm(a))),
        "Transformer" => Whole(new(w, a.Int("d_model"), a.Int("nhead"), a.Int("num_encoder_layers"), a.Int("num_decoder_layers"), a.Int("dim_feedforward"), a.Real("dropout"), Activation(a), batchFirst: a.Flag("batch_first"), normFirst: a.Flag("norm_first"))),
        _ => null,
    };

    private static RnnNonlinearity Nonlinearity(GoldenArgs a) => a.IsText("nonlinearity", "relu") ? RnnNonlinearity.ReLU : RnnNonlinearity.Tanh;

    private static TransformerActivation Activation(GoldenArgs a) => a.IsText("activation", "gelu") ? TransformerActivation.GELU : TransformerActivation.ReLU;

    private static Func<Weights, LayerNorm>? Norm(GoldenArgs a) => a.Flag("norm") ? cursor => new(cursor, [a.Int("d_model")]) : null;

    private static GoldenModule Recurrent(RecurrentModule module) => new(module, (x, k) =>
    {
        (Tensor, Tensor)? both = x.Length > 2 ? (x[1], x[2]) : null;
        Tensor? state = x.Length > 1 ? x[1] : null;
        if (k.Longs("lengths") is not { } lengths)
        {
            return module switch
            {
                LSTM lstm => Three(lstm.Unroll(x[0], both)),
                GRU gru => Two(gru.Unroll(x[0], state)),
                _ => Two(((RNN)module).Unroll(x[0], state)),
            };
        }
        PackedSequence packed = PackedSequence.FromPadded(x[0], lengths, module.BatchFirst, k.Flag("enforce_sorted", true));
        switch (module)
        {
            case LSTM lstm:
                (PackedSequence y, Tensor h, Tensor c) = lstm.Unroll(packed, both);
                return [Padded(y), h, c];
            case GRU gru:
                (PackedSequence z, Tensor last) = gru.Unroll(packed, state);
                return [Padded(z), last];
            default:
                (PackedSequence u, Tensor final) = ((RNN)module).Unroll(packed, state);
                return [Padded(u), final];
        }

        Tensor Padded(PackedSequence y) => y.ToPadded(module.BatchFirst, k.Real("padding_value"), k.Long("total_length")).Padded;
    });

    private static Tensor[] Two((Tensor Output, Tensor Hidden) result) => [result.Output, result.Hidden];

    private static Tensor[] Three((Tensor Output, Tensor Hidden, Tensor Cell) result) => [result.Output, result.Hidden, result.Cell];

    private static GoldenModule Cell(RecurrentCell cell) => new(cell, (x, _) =>
    {
        if (cell is LSTMCell lstm)
        {
            (Tensor h, Tensor c) = lstm.Step(x[0], x.Length > 2 ? (x[1], x[2]) : null);
            return [h, c];
        }
        Tensor? state = x.Length > 1 ? x[1] : null;
        return [cell is GRUCell gru ? gru.Step(x[0], state) : ((RNNCell)cell).Step(x[0], state)];
    });

    private static GoldenModule DecoderLayer(TransformerDecoderLayer module) => new(module, (x, k) =>
        [module.Decode(x[0], x[1], k.Tensor("tgt_mask"), k.Tensor("memory_mask"), k.Tensor("tgt_key_padding_mask"), k.Tensor("memory_key_padding_mask"))]);

    private static GoldenModule EncoderStack(TransformerEncoder module) => new(module, (x, k) => [module.Encode(x[0], k.Tensor("mask"), k.Tensor("src_key_padding_mask"))]);

    private static GoldenModule DecoderStack(TransformerDecoder module) => new(module, (x, k) =>
        [module.Decode(x[0], x[1], k.Tensor("tgt_mask"), k.Tensor("memory_mask"), k.Tensor("tgt_key_padding_mask"), k.Tensor("memory_key_padding_mask"))]);

    private static GoldenModule Whole(Transformer module) => new(module, (x, k) =>
        [module.Translate(x[0], x[1], k.Tensor("src_mask"), k.Tensor("tgt_mask"), k.Tensor("memory_mask"), k.Tensor("src_key_padding_mask"), k.Tensor("tgt_key_padding_mask"), k.Tensor("memory_key_padding_mask"))]);
}
