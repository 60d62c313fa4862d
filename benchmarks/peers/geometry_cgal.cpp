// Times CGAL with its inexact-constructions kernel on the points in a file of float64 pairs: "name n milliseconds".
// g++ -O3 -march=native -DNDEBUG geometry_cgal.cpp -o geometry_cgal -lgmp -lmpfr
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Delaunay_triangulation_2.h>
#include <CGAL/convex_hull_2.h>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using Point = Kernel::Point_2;

static void best(const char* name, size_t n, const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  double least = 1e300;
  auto total = Clock::now();
  for (int run = 0; run < 3 || (std::chrono::duration<double>(Clock::now() - total).count() < 0.6 && run < 200); run++) {
    auto start = Clock::now();
    work();
    least = std::min(least, std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::printf("%s %zu %g\n", name, n, least);
}

int main(int, char** argv) {
  std::vector<Point> points;
  FILE* file = std::fopen(argv[1], "rb");
  double xy[2];
  while (std::fread(xy, 8, 2, file) == 2)
    points.emplace_back(xy[0], xy[1]);
  std::fclose(file);
  best("hull", points.size(), [&] {
    std::vector<Point> hull;
    CGAL::convex_hull_2(points.begin(), points.end(), std::back_inserter(hull));
  });
  best("delaunay", points.size(), [&] { CGAL::Delaunay_triangulation_2<Kernel> mesh(points.begin(), points.end()); });
}
