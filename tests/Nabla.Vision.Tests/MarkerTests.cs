namespace Nabla.Vision.Tests;
public class MarkerTests { [Fact] public void Runs() => Assert.True(true); }
