namespace Nabla.Kernels.Activations;

/// <summary>How learned parameters lie along x, which is seen as rows of <paramref name="Width"/> adjacent elements.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Width">Elements in a row.</param>
/// <param name="ByColumn">
/// Whether an element's parameter goes by its column (then a parameter has 1 or <paramref name="Width"/> values) or by its row (then row r takes value
/// r mod count, so 1, C or N·C values serve [N, C, ...]).
/// </param>
/// <param name="First">Number of values of the first parameter.</param>
/// <param name="Second">Of the second; 1 if there is none.</param>
/// <param name="Third">Of the third; 1 if there is none.</param>
public readonly record struct LearnedLayout(long Rows, long Width, bool ByColumn, long First, long Second = 1, long Third = 1)
{
    /// <summary>Elements of x.</summary>
    public long Count => Rows * Width;

    /// <summary>Number of values of a parameter.</summary>
    internal long Of(int parameter) => parameter == 0 ? First : parameter == 1 ? Second : Third;
}
