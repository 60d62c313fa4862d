using Nabla.Kernels.Simd;
using Nabla.Kernels.Threading;

namespace Nabla.Kernels.Recurrent;

/// <summary>How the sequences of a layer are shared out, and the product of one step.</summary>
internal static unsafe class StepProduct<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged
{
    private const long FewestRows = 4;
    private const long FewestWork = 1 << 17;

    /// <summary>Parts that the sequences are cut into, one for a thread: each keeps at least four, for the sake of the register tile.</summary>
    public static long Parts(long batch, long steps, long work)
    {
        long most = Math.Min(WorkPool.Threads, batch / FewestRows);
        return WorkPool.IsInside || most < 2 || batch * steps * work < FewestWork ? 1 : most;
    }

    /// <summary>The first sequence of a part.</summary>
    public static long First(long batch, long parts, long part) => batch * part / parts;

    /// <summary>c (+)= a·weights, by columns on several threads when <paramref name="shared"/>.</summary>
    public static void Run(in PackedWeights<TLanes, T> weights, T* a, long aRow, long rows, T* c, long cRow, bool add, bool shared)
    {
        if (!shared)
        {
            weights.Multiply(a, aRow, rows, c, cRow, add, 0, weights.Panels);
            return;
        }
        var body = new Columns { Weights = weights, A = a, ARow = aRow, Rows = rows, C = c, CRow = cRow, Add = add };
        WorkPool.For(weights.Panels, Math.Max(4, FewestWork * weights.Panels / Math.Max(1, rows * weights.Work)), ref body);
    }

    private struct Columns : IRangeBody
    {
        public PackedWeights<TLanes, T> Weights;
        public T* A, C;
        public long ARow, CRow, Rows;
        public bool Add;

        public readonly void Invoke(long start, long end) => Weights.Multiply(A, ARow, Rows, C, CRow, Add, start, end);
    }
}
