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

series.slice(0, Math.ceil(series.length / 10)).forEach(solve); // Until the code is compiled.
const before = process.hrtime.bigint();
const rates = series.map(solve);
const flows = series.reduce((sum, one) => sum + one.length, 0);
console.log(JSON.stringify({ nanosecondsPerFlow: Number(process.hrtime.bigint() - before) / flows, rates }));
