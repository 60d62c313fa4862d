namespace Nabla;
internal static class Marker;
