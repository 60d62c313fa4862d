namespace Nabla.Vision.Images.Jpeg;

/// <summary>8 x 8 forward DCT in integers, with the roundings of libjpeg's accurate method; the result is 8 times the coefficients.</summary>
internal static class ForwardDct
{
    private const int ConstantBits = 13, FirstBits = 2;

    /// <summary>Transforms 64 samples less 128, in place.</summary>
    public static void Transform(Span<int> block)
    {
        for (int y = 0; y < 8; y++) Butterfly(block[(8 * y)..], 1, first: true);
        for (int x = 0; x < 8; x++) Butterfly(block[x..], 8, first: false);
    }

    private static void Butterfly(Span<int> d, int step, bool first)
    {
        int t0 = d[0] + d[7 * step], t7 = d[0] - d[7 * step], t1 = d[step] + d[6 * step], t6 = d[step] - d[6 * step];
        int t2 = d[2 * step] + d[5 * step], t5 = d[2 * step] - d[5 * step], t3 = d[3 * step] + d[4 * step], t4 = d[3 * step] - d[4 * step];
        int e0 = t0 + t3, e3 = t0 - t3, e1 = t1 + t2, e2 = t1 - t2;
        int descale = first ? ConstantBits - FirstBits : ConstantBits + FirstBits;
        d[0] = first ? (e0 + e1) << FirstBits : Descale(e0 + e1, FirstBits);
        d[4 * step] = first ? (e0 - e1) << FirstBits : Descale(e0 - e1, FirstBits);
        int z1 = (e2 + e3) * 4433;
        d[2 * step] = Descale(z1 + e3 * 6270, descale);
        d[6 * step] = Descale(z1 - e2 * 15137, descale);

        int z5 = (t4 + t6 + t5 + t7) * 9633;
        int z3 = z5 - (t4 + t6) * 16069, z4 = z5 - (t5 + t7) * 3196;
        z1 = (t4 + t7) * 7373;
        int z2 = (t5 + t6) * 20995;
        d[7 * step] = Descale(t4 * 2446 - z1 + z3, descale);
        d[5 * step] = Descale(t5 * 16819 - z2 + z4, descale);
        d[3 * step] = Descale(t6 * 25172 - z2 + z3, descale);
        d[step] = Descale(t7 * 12299 - z1 + z4, descale);
    }

    private static int Descale(int value, int bits) => (value + (1 << (bits - 1))) >> bits;
}
