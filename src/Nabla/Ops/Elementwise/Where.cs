namespace Nabla;

/// <summary>condition ? a : b; inputs condition, a, b. The gradient goes to whichever was chosen.</summary>
internal sealed record WhereOp : TernaryOp
{
    public override Keep Keeps => Keep.A;

    protected override Tensor Forward(Tensor a, Tensor b, Tensor c)
    {
        Tensor y = Tensor.Empty(Shape.Broadcast(Shape.Broadcast(a.Shape, b.Shape), c.Shape), b.DType, b.Backend);
        b.Backend.Where(a, b, c, y);
        return y;
    }

    protected override Tensor BackwardB(Tensor g, Tensor a, Tensor b, Tensor c) => a.Where(g, Tensor.Zeros([], g.DType, g.Backend));

    protected override Tensor BackwardC(Tensor g, Tensor a, Tensor b, Tensor c) => a.Where(Tensor.Zeros([], g.DType, g.Backend), g);
}

/// <summary>Choice by a mask.</summary>
public static class WhereExtensions
{
    extension(Tensor condition)
    {
        /// <summary>Elements of <paramref name="whenTrue"/> where this bool tensor is true, of <paramref name="whenFalse"/> elsewhere. Broadcasts and promotes.</summary>
        /// <exception cref="ArgumentException">The condition is not bool.</exception>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("where", "Tensor.where")]
        public Tensor Where(Tensor whenTrue, Tensor whenFalse)
        {
            if (condition.DType != DType.Bool) throw new ArgumentException($"Where needs a bool condition; got {condition.DType.Name()}.", nameof(condition));
            (whenTrue, whenFalse) = Promotion.Align(whenTrue, whenFalse);
            return new WhereOp().Apply(condition, whenTrue, whenFalse);
        }

        /// <summary>Elements of <paramref name="whenTrue"/> where this bool tensor is true, a number elsewhere.</summary>
        public Tensor Where(Tensor whenTrue, Scalar whenFalse) => condition.Where(whenTrue, whenTrue.Lift(whenFalse));

        /// <summary>A number where this bool tensor is true, elements of <paramref name="whenFalse"/> elsewhere.</summary>
        public Tensor Where(Scalar whenTrue, Tensor whenFalse) => condition.Where(whenFalse.Lift(whenTrue), whenFalse);
    }
}
