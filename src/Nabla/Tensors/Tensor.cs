using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>An n-dimensional array of one <see cref="DType"/>: a strided view of a <see cref="Storage"/>, and a node of the autograd graph.</summary>
/// <remarks>
/// Operations are extension methods that live one to a file under <c>Ops/</c>. Disposing is optional: it drops this handle
/// at once, and values that the autograd graph or a view still needs stay alive.
/// </remarks>
[DebuggerDisplay("Tensor {DType} {Shape}")]
[Export("Tensor")]
public sealed partial class Tensor : IDisposable
{
    private readonly Storage? _storage;
    private readonly byte _type;
    private bool _disposed, _saved;
    private Traits _traits;

    // Null for a tensor that has the elements of its storage row by row from the first on, and looks at no other.
    private Placement? _place;

    internal Tensor(IBackend backend, Storage? storage, DType type, Shape shape, long[] strides, long offset, GraphNode? state = null)
    {
        Backend = backend;
        _storage = storage;
        _type = (byte)type;
        Shape = shape;
        if (offset != 0 || !(ReferenceEquals(strides, shape.RowStrides) || strides.AsSpan().SequenceEqual(shape.RowStrides))) _place = new(strides, offset);
        _state = state;
        storage?.AddHandle();
        TensorScope.Register(this);
    }

    /// <summary>The device that holds the data and runs the operations.</summary>
    [Export("Tensor.backend")]
    public IBackend Backend { get; }

    /// <summary>Element type.</summary>
    [Export("Tensor.dtype")]
    public DType DType => (DType)_type;

    /// <summary>Extents, outermost axis first.</summary>
    [Export("Tensor.shape")]
    public Shape Shape { get; }

    /// <summary>Distance between neighbours along each axis, in elements; 0 where broadcast.</summary>
    [Export("Tensor.strides")]
    public ReadOnlySpan<long> Strides => StrideArray;

    /// <summary>First element's position in the storage, in elements.</summary>
    [Export("Tensor.offset")]
    public long Offset => _place?.Offset ?? 0;

    /// <summary>Number of axes.</summary>
    [Export("Tensor.ndim")]
    public int Rank => Shape.Rank;

    /// <summary>Number of elements.</summary>
    [Export("Tensor.count")]
    public long Count => Shape.Count;

    /// <summary>Are the elements laid out row by row without gaps?</summary>
    [Export("Tensor.is_contiguous")]
    public bool IsContiguous
    {
        get
        {
            if (ReferenceEquals(StrideArray, Shape.RowStrides)) return true;
            long expected = 1;
            ReadOnlySpan<long> extents = Shape.Span;
            for (int i = extents.Length - 1; i >= 0; i--)
            {
                if (extents[i] == 0) return true;
                if (extents[i] != 1 && StrideArray[i] != expected) return false;
                expected *= extents[i];
            }
            return true;
        }
    }

    /// <summary>False for tensors of the <see cref="ShapeOnlyBackend"/>, which have shapes but no data.</summary>
    [Export("Tensor.has_data")]
    public bool HasData => _storage is not null;

    internal long[] StrideArray => _place?.Strides ?? Shape.RowStrides;

    /// <summary>Are the strides those of a new tensor of this shape, along axes of one element too?</summary>
    internal bool HasRowStrides
    {
        get
        {
            if (ReferenceEquals(StrideArray, Shape.RowStrides)) return true;
            long expected = 1;
            ReadOnlySpan<long> extents = Shape.Span;
            for (int i = extents.Length - 1; i >= 0; i--)
            {
                if (StrideArray[i] != expected) return false;
                expected *= Math.Max(extents[i], 1);
            }
            return true;
        }
    }

    internal TensorScope? Scope { get; set; }

    internal Storage Storage => _storage switch
    {
        null when IsGhost => throw new InvalidOperationException($"This value of shape {Shape} was not kept for backward; the op must list it in Keeps to read it."),
        null => throw new InvalidOperationException($"A tensor of the {Backend.Name} backend has a shape but no data; create the model on a computing backend to run it."),
        _ when _disposed => throw new ObjectDisposedException(nameof(Tensor), $"This tensor of shape {Shape} was disposed; keep it with TensorScope.Keep or do not dispose it."),
        _ => _storage,
    };

    internal Storage? StorageOrNull => _disposed ? null : _storage;

    /// <summary>The storage, of a disposed tensor too: only for whoever holds a handle of their own.</summary>
    internal Storage? RawStorage => _storage;

    /// <summary>The storage for another handle on it; a storage that was given back may hold something else already.</summary>
    private Storage? SharedStorage => _disposed && _storage is not null ? Storage : _storage;

    internal bool IsGhost => _traits.HasFlag(Traits.Ghost);

    internal bool IsDisposed => _disposed;

    /// <summary>Made by a view op, so that it shares its storage with another tensor of the program.</summary>
    internal bool IsView
    {
        get => _traits.HasFlag(Traits.View);
        set => _traits = value ? _traits | Traits.View : _traits & ~Traits.View;
    }

    /// <summary>Drops this handle on the storage; the buffer is reused once nothing else needs it. Optional.</summary>
    [Export("Tensor.dispose")]
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        Scope = null;
        _storage?.DropHandle();
    }

    /// <summary>Lets this tensor outlive every open <see cref="TensorScope"/>.</summary>
    /// <returns>The tensor itself.</returns>
    [Export("Tensor.persist")]
    public Tensor Persist()
    {
        Scope = null;
        return this;
    }

    /// <summary>A second handle on the same storage and the same autograd state, owned by the caller and by no scope.</summary>
    internal Tensor Alias() => new Tensor(Backend, SharedStorage, DType, Shape, StrideArray, Offset, State).Persist();

    /// <summary>Takes note that the graph keeps this tensor, or that a node that did is done with it.</summary>
    internal void Saved(bool now)
    {
        _saved = now;
        if (!now && _traits.HasFlag(Traits.Left)) Dispose();
    }

    /// <summary>As <see cref="Dispose"/>, for values that only the library sees: one that the graph keeps stays whole until backward has used it, so that it need not be made again.</summary>
    internal void Leave()
    {
        Scope = null;
        if (_saved) _traits |= Traits.Left;
        else Dispose();
    }

    /// <summary>This tensor as it was when its state was <paramref name="state"/>, though it was disposed; the storage must have another handle.</summary>
    internal Tensor Restored(GraphNode? state) =>
        _disposed || !(ReferenceEquals(State, state) || (state is null && State is { RequiresGrad: false })) ? new(Backend, _storage, DType, Shape, StrideArray, Offset, state) : this;

    /// <summary>A view of the same storage without autograd history.</summary>
    internal Tensor View(Shape shape, long[] strides, long offset) => new(Backend, SharedStorage, DType, shape, strides, offset);

    /// <summary>A stand-in with shape and dtype but no data, for values an op did not ask to keep.</summary>
    internal static Tensor Ghost(IBackend backend, DType type, Shape shape)
    {
        if (shape.Shared?.Ghost is { } known && known.DType == type && known.Backend == backend) return known;
        Tensor ghost = new Tensor(backend, null, type, shape, shape.RowStrides, 0) { _traits = Traits.Ghost }.Persist();
        shape.Shared?.Ghost = ghost;
        return ghost;
    }

    /// <summary>Pins down the data for a kernel call; dispose the result only after the kernel has run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Pinned<T> Pin<T>()
        where T : unmanaged => new(Storage, Offset);

    /// <summary>This tensor, or a copy without gaps for a while.</summary>
    internal Packed Packed() => new(this);

    /// <summary>Pins down the data for writing.</summary>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    internal Pinned<T> PinForWriting<T>()
        where T : unmanaged
    {
        if (Storage.IsReadOnly) throw new InvalidOperationException($"This tensor of shape {Shape} is a view of read-only memory (a mapped file); clone it before writing.");
        return new(Storage, Offset);
    }

    /// <summary>Where the elements of a view lie.</summary>
    private sealed class Placement(long[] strides, long offset)
    {
        public long[] Strides { get; } = strides;

        public long Offset { get; } = offset;

        public Tensor? Base { get; set; }
    }

    /// <summary>What few tensors are.</summary>
    [Flags]
    private enum Traits : byte
    {
        None = 0,

        /// <summary>A stand-in with a shape but no data.</summary>
        Ghost = 1,

        /// <summary>Made by a view op.</summary>
        View = 2,

        /// <summary>Left by its scope to the graph.</summary>
        Left = 4,
    }
}
