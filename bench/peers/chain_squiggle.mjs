// The reference chain in Squiggle, which has neither correlation nor time: factors are independent, and each has its AR(1) course
// written out. Less work than the chain asks for, so a lower bound of its time.
//
//   node chain_squiggle.mjs PATHS    prints JSON: seconds, the median of all sales
import { run } from "@quri/squiggle-lang";

const paths = Number(process.argv[2]);
const code = `
shock() = SampleSet.fromDist(normal(0, 1))
quarter(t, state) = {
  s = List.map(state.s, {|before| 0.8 * before + 0.1 * shock()})
  x = List.map(s, {|v| exp(v)})
  yield = x[2] / (x[2] + exp(-1.2 - 0.1 * t))
  supply = 16 * (70 * 3 * 0.65) * x[0] * x[1] * yield
  licence = SampleSet.map(SampleSet.fromDist(uniform(0, 1)), {|u| u < 0.3 ? 0.2 : 1})
  customers = x[3] + x[4] + x[5] + x[6] + x[7]
  demand = 15 * 0.45 / 0.035 * customers * x[8] * x[9] + 100 * x[10] + 80 * x[11] + 60 * x[12] * licence + state.backlog
  units = SampleSet.map2(supply, demand, {|a, b| min([a, b])})
  compute = 0.033 * units * x[13]
  networking = 0.16 * compute * x[14]
  other = 2.7 * x[15] + 0.5 * x[16] + 0.5 * x[17] + 0.1 * x[18]
  cost = units * (0.006 * x[19] / yield + 0.002 * x[20]) + 0.35 * networking * x[21] + 0.45 * other * x[22] + 0.3 * x[23] * x[24]
  sales = compute + networking + other
  { s: s, backlog: 0.5 * (demand - units), total: state.total + sales, profit: state.profit + sales - cost }
}
zero = 0 * shock()
end = List.reduce(List.upTo(0, 7), { s: List.make(25, {|i| zero}), backlog: zero, total: zero, profit: zero },
  {|state, t| quarter(t, state)})
levels = [0.05, 0.25, 0.5, 0.75, 0.95]
{ sales: List.map(levels, {|p| quantile(end.total, p)}), margin: List.map(levels, {|p| quantile(end.profit / end.total, p)}) }
`;
const begin = performance.now();
const output = await run(code, { environment: { sampleCount: paths, xyPointLength: 1000, profile: false } });
const seconds = (performance.now() - begin) / 1000;
if (!output.result.ok) throw new Error(output.result.value.toString());
const answer = output.result.value.result.toString();
console.log(JSON.stringify({ paths, seconds, answer }));
