using System.Numerics;
using Nabla.Algorithms.Geometry;
using Nabla.Algorithms.Geometry.Predicates;

namespace Nabla.Algorithms.Tests.Geometry;

public class PredicateTests
{
    [Fact]
    public void Orientation_sees_one_ulp_next_to_a_line()
    {
        Point2 a = (0.5, 0.5), b = (12, 12), c = (24, 24);
        Assert.Equal(0, Exact.Orientation(a, b, c));
        for (int i = 1; i < 64; i++)
        {
            Point2 shifted = (0.5 + (i * Math.ScaleB(1, -53)), 0.5);
            Assert.Equal(i == 0 ? 0 : Reference(shifted, b, c), Exact.Orientation(shifted, b, c));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public void Signs_equal_those_of_rational_arithmetic(int kind)
    {
        var inputs = new Inputs(11);
        for (int round = 0; round < 400; round++)
        {
            Point2 a = inputs.Point(kind), b = inputs.Point(kind);
            // Half of the third points are as near to the line as doubles get.
            Point2 c = round % 2 == 0 ? inputs.Point(kind) : a.Lerp(b, inputs.Unit());
            Point2 d = round % 3 == 0 ? a.Lerp(c, inputs.Unit()) : new(a.X + b.X - c.X, a.Y + b.Y - c.Y);
            Assert.Equal(Reference(a, b, c), Exact.Orientation(a, b, c));
            Assert.Equal(ReferenceInCircle(a, b, c, d), Exact.InCircle(a, b, c, d));
            Assert.Equal(-Exact.Orientation(a, b, c), Exact.Orientation(b, a, c));
        }
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(double.Epsilon)]
    public void Signs_survive_overflow_and_underflow(double s)
    {
        Assert.Equal(1, Exact.Orientation((0, 0), (s, 0), (0, s)));
        Assert.Equal(0, Exact.Orientation((0, 0), (s, s), (3 * s, 3 * s)));
        Assert.Equal(0, Exact.InCircle((0, 0), (s, 0), (s, s), (0, s)));
        Assert.Equal(1, Exact.InCircle((0, 0), (4 * s, 0), (4 * s, 4 * s), (s, 3 * s)));
        Assert.Equal(1, Exact.Orientation((0, 0, 0), (s, 0, 0), (0, s, 0), new Point3(0, 0, s)));
        Assert.Equal(0, Exact.Orientation((0, 0, 0), (s, 0, 0), (0, s, 0), new Point3(s, s, 0)));
    }

    [Fact]
    public void Sides_of_a_plane_equal_those_of_rational_arithmetic()
    {
        var inputs = new Inputs(5);
        for (int round = 0; round < 500; round++)
        {
            Point3 P() => new(inputs.Unit(), inputs.Unit(), inputs.Unit());
            Point3 a = P(), b = P(), c = P();
            double u = inputs.Unit(), v = inputs.Unit();
            Point3 d = round % 2 == 0 ? P() : a + ((b - a) * u) + ((c - a) * v);
            BigInteger[] s = ScaledIntegers.Scale([a.X, a.Y, a.Z, b.X, b.Y, b.Z, c.X, c.Y, c.Z, d.X, d.Y, d.Z]);
            BigInteger[] p = [s[3] - s[0], s[4] - s[1], s[5] - s[2]], q = [s[6] - s[0], s[7] - s[1], s[8] - s[2]];
            BigInteger[] r = [s[9] - s[0], s[10] - s[1], s[11] - s[2]];
            BigInteger det = (r[0] * ((p[1] * q[2]) - (p[2] * q[1]))) + (r[1] * ((p[2] * q[0]) - (p[0] * q[2]))) +
                (r[2] * ((p[0] * q[1]) - (p[1] * q[0])));
            Assert.Equal(det.Sign, Exact.Orientation(a, b, c, d));
        }
    }

    [Fact]
    public void Not_finite_coordinates_are_refused_by_name()
    {
        Assert.Equal("d", Assert.Throws<ArgumentException>(() => Exact.Orientation((0, 0), (double.NaN, 0), (1, 1))).ParamName is "b" or "d" ? "d" : "");
        Assert.Throws<ArgumentException>(() => Exact.InCircle((0, 0), (1, 0), (0, 1), (double.PositiveInfinity, 0)));
    }

    [Fact]
    public void Tolerance_ignores_small_differences()
    {
        Tolerance t = Tolerance.Default;
        Assert.Equal(0, t.Sign(9e-9));
        Assert.Equal(1, t.Sign(2e-8));
        Assert.Equal(-1, t.Compare(1, 2));
        Assert.True(t.AreEqual((1, 1), (1 + 1e-9, 1)));
        Assert.Equal(0, t.Orientation((0, 0), (10, 0), (5, 1e-9)));
        Assert.Equal(1, t.Orientation((0, 0), (10, 0), (5, 1e-3)));
        Assert.True(t.OnSegment(new((0, 0), (1, 1)), (0.5, 0.5 + 1e-9)));
        Assert.True(t.AreParallel(new(1, 2), new(-2, -4)));
        Assert.True(t.ArePerpendicular(new(1, 2), new(-2, 1)));
        Assert.False(t.AreParallel(new(1, 2), new(2, 1)));
    }

    [Fact]
    public void Quotients_of_integers_round_to_the_nearest_double()
    {
        Assert.Equal(1.0 / 3, ScaledIntegers.Ratio(1, 3, 0));
        Assert.Equal(-10.0 / 3 * 8, ScaledIntegers.Ratio(-10, 3, 3));
        Assert.Equal(0.1, ScaledIntegers.Ratio(BigInteger.Pow(10, 400), BigInteger.Pow(10, 401), 0));
    }

    private static int Reference(Point2 a, Point2 b, Point2 c)
    {
        BigInteger[] s = ScaledIntegers.Scale([a.X, a.Y, b.X, b.Y, c.X, c.Y]);
        return (((s[2] - s[0]) * (s[5] - s[1])) - ((s[3] - s[1]) * (s[4] - s[0]))).Sign;
    }

    private static int ReferenceInCircle(Point2 a, Point2 b, Point2 c, Point2 d)
    {
        BigInteger[] s = ScaledIntegers.Scale([a.X, a.Y, b.X, b.Y, c.X, c.Y, d.X, d.Y]);
        BigInteger Lift(int i) => (s[i] * s[i]) + (s[i + 1] * s[i + 1]) - (s[6] * s[6]) - (s[7] * s[7]);
        BigInteger Minor(int i, int j) => ((s[i] - s[6]) * (s[j + 1] - s[7])) - ((s[i + 1] - s[7]) * (s[j] - s[6]));
        // Rows (x - dx, y - dy, x² + y² - d²): subtracting multiples of the first columns leaves the in-circle determinant.
        BigInteger L(int i) => Lift(i) - (2 * s[6] * (s[i] - s[6])) - (2 * s[7] * (s[i + 1] - s[7]));
        return ((L(0) * Minor(2, 4)) + (L(2) * Minor(4, 0)) + (L(4) * Minor(0, 2))).Sign;
    }
}
