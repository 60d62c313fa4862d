// Times kernels with ONNX Runtime for `nabla bench kernels --peers`.
//
// A line "kind sizes..." makes a model of one operation and is answered "ready", or "-" for unknown work; each line "time" after it is answered by the
// median milliseconds. Models are written here, byte by byte, since only onnxruntime-node is installed (benchmarks/peers/install-onnxruntime.sh).
// What a call costs without any work, measured with an empty model, is taken off.
import { createInterface } from "node:readline";
import ort from "onnxruntime-node";

const threads = Number(process.env.OMP_NUM_THREADS ?? "1");
const options = { intraOpNumThreads: threads, interOpNumThreads: 1, executionMode: "sequential", graphOptimizationLevel: "all", logSeverityLevel: 3 };

// Protocol buffers: a message is a list of fields, each a key and a number or some bytes.
const number = (n) => {
  const bytes = [];
  for (let rest = BigInt(n); ; rest >>= 7n) {
    if (rest < 128n) return Buffer.from([...bytes, Number(rest)]);
    bytes.push(Number(rest & 127n) | 128);
  }
};
const integer = (field, n) => Buffer.concat([number(field * 8), number(n)]);
const bytes = (field, value) => {
  const data = typeof value === "string" ? Buffer.from(value) : value;
  return Buffer.concat([number(field * 8 + 2), number(data.length), data]);
};
const message = (...fields) => Buffer.concat(fields);

// ONNX: fields as numbered in onnx.proto.
const FLOAT = 1, INTS = 7;
const shape = (dims) => message(...dims.map((n) => bytes(1, integer(1, n))));
const value = (name, dims) => message(bytes(1, name), bytes(2, bytes(1, message(integer(1, FLOAT), bytes(2, shape(dims))))));
const attribute = (name, list) => message(bytes(1, name), ...list.map((n) => integer(8, n)), integer(20, INTS));
const whole = (name, n) => message(bytes(1, name), integer(3, n), integer(20, 2));
const constant = (name, dims, data) => message(...dims.map((n) => integer(1, n)), integer(2, FLOAT), bytes(8, name), bytes(9, Buffer.from(data.buffer)));
const node = (type, inputs, outputs, attributes) =>
  message(...inputs.map((name) => bytes(1, name)), ...outputs.map((name) => bytes(2, name)), bytes(4, type), ...attributes.map((one) => bytes(5, one)));
const model = (nodes, constants, inputs, outputs) => {
  const graph = message(...nodes.map((one) => bytes(1, one)), bytes(2, "g"), ...constants.map((one) => bytes(5, one)), ...inputs.map((one) => bytes(11, one)), ...outputs.map((one) => bytes(12, one)));
  return message(integer(1, 8), bytes(7, graph), bytes(8, integer(2, 17)));
};

const random = (count) => Float32Array.from({ length: count }, () => Math.random() - 0.5);
const count = (dims) => dims.reduce((a, b) => a * b, 1);
const now = () => performance.now();

async function session(nodes, constants, inputShape, outputShape) {
  const made = await ort.InferenceSession.create(model(nodes, constants, [value("x", inputShape)], [value("y", outputShape)]), options);
  const feeds = { x: new ort.Tensor("float32", random(count(inputShape)), inputShape) };
  const fetches = { y: new ort.Tensor("float32", new Float32Array(count(outputShape)), outputShape) };
  return () => made.run(feeds, fetches);
}

async function work(kind, s) {
  if (kind === "conv" || kind === "conv-prepared") {
    const [batch, cin, cout, size, kernel, stride, groups] = s, pad = kernel >> 1, out = Math.floor((size + 2 * pad - kernel) / stride) + 1;
    const weight = [cout, cin / groups, kernel, kernel];
    const attributes = [attribute("pads", [pad, pad, pad, pad]), attribute("strides", [stride, stride]), attribute("kernel_shape", [kernel, kernel]), whole("group", groups)];
    return session([node("Conv", ["x", "w"], ["y"], attributes)], [constant("w", weight, random(count(weight)))], [batch, cin, size, size], [batch, cout, out, out]);
  }
  if (kind === "gemm" || kind === "gemm-nt") {
    const [m, n, k] = s, weight = kind === "gemm" ? [k, n] : [n, k];
    const attributes = kind === "gemm" ? [] : [whole("transB", 1)];
    return session([node("Gemm", ["x", "w"], ["y"], attributes)], [constant("w", weight, random(n * k))], [m, k], [m, n]);
  }
  return null;
}

async function median(run, budget = 100) {
  await run();
  const samples = [], start = now();
  while (samples.length < 3 || now() - start < budget) {
    const t = now();
    await run();
    samples.push(now() - t);
  }
  return samples.sort((a, b) => a - b)[samples.length >> 1];
}

const idle = await session([node("Identity", ["x"], ["y"], [])], [], [1], [1]);
for (let i = 0; i < 2000; i++) await idle();
let run = null;
for await (const line of createInterface({ input: process.stdin })) {
  const [kind, ...sizes] = line.trim().split(" ");
  if (kind === "time") {
    const empty = await median(idle, 10), full = await median(run);
    console.log(Math.max(full - empty, 1e-6).toFixed(6));
    continue;
  }
  run = await work(kind, sizes.map(Number));
  if (run !== null) for (let i = 0; i < 3; i++) await run();
  console.log(run === null ? "-" : "ready");
}
