namespace Nabla.Kernels;
internal static class Marker;
