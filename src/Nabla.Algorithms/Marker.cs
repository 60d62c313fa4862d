namespace Nabla.Algorithms;
internal static class Marker;
