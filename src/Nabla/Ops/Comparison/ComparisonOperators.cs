namespace Nabla;

/// <summary>The ordering operators; C# wants them declared in pairs.</summary>
public static class ComparisonOperators
{
    extension(Tensor)
    {
        /// <summary>Where a &lt; b; a bool tensor.</summary>
        public static Tensor operator <(Tensor a, Tensor b) => a.Less(b);

        /// <summary>Where a &lt; b; a bool tensor.</summary>
        public static Tensor operator <(Tensor a, Scalar b) => a.Less(b);

        /// <summary>Where a &gt; b; a bool tensor.</summary>
        public static Tensor operator >(Tensor a, Tensor b) => a.Greater(b);

        /// <summary>Where a &gt; b; a bool tensor.</summary>
        public static Tensor operator >(Tensor a, Scalar b) => a.Greater(b);

        /// <summary>Where a &lt;= b; a bool tensor.</summary>
        public static Tensor operator <=(Tensor a, Tensor b) => a.LessOrEqual(b);

        /// <summary>Where a &lt;= b; a bool tensor.</summary>
        public static Tensor operator <=(Tensor a, Scalar b) => a.LessOrEqual(b);

        /// <summary>Where a &gt;= b; a bool tensor.</summary>
        public static Tensor operator >=(Tensor a, Tensor b) => a.GreaterOrEqual(b);

        /// <summary>Where a &gt;= b; a bool tensor.</summary>
        public static Tensor operator >=(Tensor a, Scalar b) => a.GreaterOrEqual(b);
    }
}
