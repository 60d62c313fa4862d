namespace Nabla;

/// <summary>Comparisons of whole tensors and within a tolerance.</summary>
public static class IsCloseExtensions
{
    extension(Tensor a)
    {
        /// <summary>Where |a - b| ≤ absolute + relative·|b|, or both are the same infinity; a bool tensor. Broadcasts and promotes.</summary>
        /// <param name="b">What a is compared with.</param>
        /// <param name="relative">Tolerance relative to |b|.</param>
        /// <param name="absolute">Absolute tolerance.</param>
        /// <param name="equalNaN">Does NaN match NaN?</param>
        /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
        [Export("isclose", "Tensor.isclose")]
        public Tensor IsClose(Tensor b, double relative = 1e-5, double absolute = 1e-8, bool equalNaN = false)
        {
            (Tensor x, Tensor y) = Promotion.Align(a, b);
            Tensor same = x.Equal(y);
            if (equalNaN) same = same.LogicalOr(x.IsNaN().LogicalAnd(y.IsNaN()));
            (x, y) = (x.ToFloating(), y.ToFloating());
            Tensor near = (x - y).Abs() <= (y.Abs() * relative) + absolute;
            return same.LogicalOr(near.LogicalAnd(x.IsFinite()).LogicalAnd(y.IsFinite()));
        }

        /// <summary>Is every element close? See <see cref="IsClose"/>.</summary>
        [Export("allclose", "Tensor.allclose")]
        public bool AllClose(Tensor b, double relative = 1e-5, double absolute = 1e-8, bool equalNaN = false) =>
            a.IsClose(b, relative, absolute, equalNaN).All().Item<bool>();

        /// <summary>Same shape and all elements equal? NaN equals nothing.</summary>
        [Export("equal", "Tensor.equal")]
        public bool SameAs(Tensor b) => a.Shape == b.Shape && a.Equal(b).All().Item<bool>();
    }
}
