// C++ peers of `nabla bench algorithms`: reads "WORK N SEED" lines, answers "PEER milliseconds" lines (medians) and "end".
#include <hwy/contrib/sort/vqsort.h>

#include <algorithm>
#include <boost/sort/pdqsort/pdqsort.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <queue>
#include <random>
#include <string>
#include <vector>

using Clock = std::chrono::steady_clock;

static double Median(const std::function<void(int)>& prepare, const std::function<void(int)>& work, int batch) {
  std::vector<double> times;
  auto begin = Clock::now();
  for (int run = 0; run < 101; run++) {
    if (run >= 5 && std::chrono::duration<double, std::milli>(Clock::now() - begin).count() > 200) break;
    for (int i = 0; i < batch; i++) prepare(i);
    auto start = Clock::now();
    for (int i = 0; i < batch; i++) work(i);
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count() / batch);
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

static int Batch(int n) { return std::max(1, 50000 / n); }

template <class T>
static std::vector<T> Random(int n, int seed) {
  std::mt19937_64 g(seed);
  std::vector<T> v(n);
  for (auto& x : v) x = std::is_floating_point_v<T> ? (T)((double)(int64_t)g() / 1e9) : (T)g();
  return v;
}

template <class T>
static void Sort(int n, int seed) {
  std::vector<T> source = Random<T>(n, seed);
  int batch = Batch(n);
  std::vector<std::vector<T>> copies(batch, source);
  std::vector<std::vector<T>> sources;  // different inputs, so that branch predictors cannot learn one by heart
  for (int i = 0; i < batch; i++) sources.push_back(Random<T>(n, seed + i));
  auto prepare = [&](int i) { copies[i] = sources[i]; };
  hwy::Sorter sorter;
  std::printf("vqsort %g\n", Median(prepare, [&](int i) { sorter(copies[i].data(), n, hwy::SortAscending()); }, batch));
  std::printf("pdqsort %g\n", Median(prepare, [&](int i) { boost::sort::pdqsort(copies[i].begin(), copies[i].end()); }, batch));
  std::printf("std::sort %g\n", Median(prepare, [&](int i) { std::sort(copies[i].begin(), copies[i].end()); }, batch));
}

static void Heap(int n, int seed) {
  long long sum = 0;
  int batch = Batch(n);
  std::vector<std::vector<int>> sources;
  for (int i = 0; i < batch; i++) sources.push_back(Random<int>(n, seed + i));
  std::printf("std::priority_queue %g\n", Median([](int) {}, [&](int i) {
    std::priority_queue<int, std::vector<int>, std::greater<int>> q;
    for (int x : sources[i]) q.push(x);
    while (!q.empty()) { sum += q.top(); q.pop(); }
  }, batch));
  if (sum == 42) std::puts("");
}

static void Heapify(int n, int seed) {
  std::vector<int> source = Random<int>(n, seed);
  int batch = Batch(n);
  std::vector<std::vector<int>> copies(batch, source);
  std::printf("std::make_heap %g\n", Median([&](int i) { copies[i] = source; }, [&](int i) { std::make_heap(copies[i].begin(), copies[i].end()); }, batch));
}

static void Merge(int n, int seed) {
  int batch = Batch(n);
  std::vector<std::vector<int>> a, b;
  std::vector<int> c(n);
  for (int i = 0; i < batch; i++) {
    a.push_back(Random<int>(n / 2, seed + 2 * i));
    b.push_back(Random<int>(n - n / 2, seed + 2 * i + 1));
    std::sort(a[i].begin(), a[i].end());
    std::sort(b[i].begin(), b[i].end());
  }
  std::printf("std::merge %g\n", Median([](int) {}, [&](int i) { std::merge(a[i].begin(), a[i].end(), b[i].begin(), b[i].end(), c.begin()); }, batch));
}

static void Select(int n, int seed) {
  std::vector<int> source = Random<int>(n, seed);
  int batch = Batch(n);
  std::vector<std::vector<int>> copies(batch, source);
  std::printf("std::nth_element %g\n", Median([&](int i) { copies[i] = source; },
    [&](int i) { std::nth_element(copies[i].begin(), copies[i].begin() + n / 2, copies[i].end()); }, batch));
}

int main() {
  std::string work;
  int n;
  std::string argument;
  while (std::cin >> work >> n >> argument) {
    int seed = std::atoi(argument.c_str());
    if (work == "sort-int32") Sort<int32_t>(n, seed);
    else if (work == "sort-uint32") Sort<uint32_t>(n, seed);
    else if (work == "sort-int64") Sort<int64_t>(n, seed);
    else if (work == "sort-float") Sort<float>(n, seed);
    else if (work == "sort-double") Sort<double>(n, seed);
    else if (work == "heap") Heap(n, seed);
    else if (work == "heapify") Heapify(n, seed);
    else if (work == "merge") Merge(n, seed);
    else if (work == "select-median") Select(n, seed);
    std::puts("end");
    std::fflush(stdout);
  }
}
