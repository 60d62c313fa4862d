namespace Nabla.Training.TensorBoard;

/// <summary>One event of an event file.</summary>
/// <param name="WallTime">Seconds since 1970.</param>
/// <param name="Step">The training step.</param>
/// <param name="FileVersion"><c>brain.Event:2</c> in the first event of a file, else null.</param>
/// <param name="Restart">True where a resumed run begins: what was logged at this step or later is void.</param>
/// <param name="Values">What was logged.</param>
[Export("utils.tensorboard.TensorBoardEvent")]
public sealed record TensorBoardEvent(double WallTime, long Step, string? FileVersion, bool Restart, IReadOnlyList<TensorBoardValue> Values);

/// <summary>A logged value; exactly one of the last four is not null.</summary>
/// <param name="Tag">Its name.</param>
/// <param name="Scalar">A number.</param>
/// <param name="Histogram">A distribution.</param>
/// <param name="Image">A picture.</param>
/// <param name="Text">Markdown text.</param>
[Export("utils.tensorboard.TensorBoardValue")]
public sealed record TensorBoardValue(string Tag, float? Scalar = null, TensorBoardHistogram? Histogram = null, TensorBoardImage? Image = null, string? Text = null);

/// <summary>A picture in an event file.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">1 grey, 2 grey and alpha, 3 RGB, 4 RGBA.</param>
/// <param name="Png">The picture as a PNG file.</param>
[Export("utils.tensorboard.TensorBoardImage")]
public sealed record TensorBoardImage(int Width, int Height, int Channels, byte[] Png);
