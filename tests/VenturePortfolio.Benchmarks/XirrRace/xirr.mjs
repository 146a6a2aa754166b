// Solves every series of a file with the npm package xirr and prints one JSON line: nanoseconds per flow, and the rates in order,
// null where the package gives none. A file holds one series a line: day, amount, day, amount … with days since 1970.
import { readFileSync } from 'node:fs';
import xirr from 'xirr';

const series = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map(line => {
  const numbers = line.split(' ').map(Number);
  const flows = [];
  for (let at = 0; at < numbers.length; at += 2) flows.push({ amount: numbers[at + 1], when: new Date(numbers[at] * 86_400_000) });
  return flows;
});

const solve = flows => {
  try {
    const rate = xirr(flows);
    return Number.isFinite(rate) ? rate : null;
  } catch {
    return null; // It found none.
  }
};

const [passes, warmUp] = process.argv.slice(3).map(Number);
const flows = series.reduce((sum, one) => sum + one.length, 0);
const begun = performance.now();
const times = [];
let rates;
while (times.length < passes || performance.now() - begun < warmUp) {
  const before = performance.now();
  rates = series.map(solve);
  times.push(performance.now() - before);
}
const median = times.slice(-passes).sort((one, other) => one - other)[Math.floor(passes / 2)];
console.log(JSON.stringify({ nanosecondsPerFlow: median * 1e6 / flows, rates }));
