// CGAL (exact predicates, inexact constructions) as a peer of `nabla bench algorithms`: reads "WORK N FILE" lines, FILE holding n float64 pairs,
// answers "CGAL milliseconds" (the median) and "end".
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Delaunay_triangulation_2.h>
#include <CGAL/Kd_tree.h>
#include <CGAL/Search_traits_2.h>
#include <CGAL/convex_hull_2.h>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <iostream>
#include <string>
#include <vector>

using Kernel = CGAL::Exact_predicates_inexact_constructions_kernel;
using Point = Kernel::Point_2;

static void Measure(const std::function<void()>& work) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  auto total = Clock::now();
  for (int run = 0; run < 3 || (std::chrono::duration<double>(Clock::now() - total).count() < 0.3 && run < 300); run++) {
    auto start = Clock::now();
    work();
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  std::printf("CGAL %g\n", times[times.size() / 2]);
}

int main() {
  std::string work, name;
  int n;
  while (std::cin >> work >> n >> name) {
    std::vector<Point> points;
    if (FILE* file = std::fopen(name.c_str(), "rb")) {
      double xy[2];
      while (std::fread(xy, 8, 2, file) == 2) points.emplace_back(xy[0], xy[1]);
      std::fclose(file);
    }
    if (work == "hull") Measure([&] {
      std::vector<Point> hull;
      CGAL::convex_hull_2(points.begin(), points.end(), std::back_inserter(hull));
    });
    else if (work == "delaunay") Measure([&] { CGAL::Delaunay_triangulation_2<Kernel> mesh(points.begin(), points.end()); });
    else if (work == "kd-build") Measure([&] {
      CGAL::Kd_tree<CGAL::Search_traits_2<Kernel>> tree(points.begin(), points.end());
      tree.build();
    });
    std::puts("end");
    std::fflush(stdout);
  }
}
