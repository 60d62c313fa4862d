namespace Nabla.Vision;
internal static class Marker;
