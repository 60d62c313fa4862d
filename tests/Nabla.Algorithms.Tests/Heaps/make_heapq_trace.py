"""Records 10,000 heapq operations of CPython: one byte for the operation, its value (int16) and a hash (uint32) of result and list layout.

Run: /usr/bin/python3 make_heapq_trace.py
"""
import heapq
import random
import struct

OPERATIONS = "push pop replace pushpop heapify nlargest nsmallest merge heapify_max pop_max replace_max".split()


def fnv(values):
    h = 2166136261
    for v in values:
        h = ((h ^ (v & 0xFFFFFFFF)) * 16777619) & 0xFFFFFFFF
    return h


random.seed(20261121)
heap, is_max, out = [], False, bytearray()
for step in range(10_000):
    value = random.randint(-300, 300) if random.random() < 0.7 else random.randint(-32768, 32767)
    r = random.random()
    if is_max:
        op = 4 if r < 0.2 else 10 if r < 0.7 and heap else 9 if heap else 4
    elif not heap or r < 0.45:
        op = 0
    else:
        op = random.choices(range(1, 9), [30, 15, 15, 4, 3, 3, 2, 3])[0]
    result = []
    if op == 0: heapq.heappush(heap, value)
    elif op == 1: result = [heapq.heappop(heap)]
    elif op == 2: result = [heapq.heapreplace(heap, value)]
    elif op == 3: result = [heapq.heappushpop(heap, value)]
    elif op == 4:
        heap.reverse(); heapq.heapify(heap); is_max = False
    elif op == 5: result = heapq.nlargest(value % 10, heap)
    elif op == 6: result = heapq.nsmallest(value % 10, heap)
    elif op == 7:
        half = len(heap) // 2
        result = list(heapq.merge(sorted(heap[:half], key=abs), sorted(heap[half:], key=abs), key=abs))
    elif op == 8:
        heap.reverse(); heapq._heapify_max(heap); is_max = True
    elif op == 9: result = [heapq._heappop_max(heap)]
    elif op == 10: result = [heapq._heapreplace_max(heap, value)]
    out += struct.pack("<BhI", op, value, fnv(result + heap))
with open("heapq-trace.bin", "wb") as f:
    f.write(out)
