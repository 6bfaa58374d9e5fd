// The tables of the load.
import { markdownTable } from '../markdown.ts';
import { mixes } from './linkbench.ts';
import { type Size, serviceNames, width } from './plan.ts';
import type { Link } from './requests.ts';
import { everything, type Results } from './results.ts';

const { handWritten, sameCalls, functions, quiet, host } = serviceNames;

/** The goals relative to the hand-written service: minimum throughput, maximum p99. */
const goals = { throughput: 0.9, p99: 1.25 };

export function loadReport(
  results: Results,
  size: Size,
  links: readonly (readonly Link[])[],
): string {
  return [
    about(size, links),
    ...Object.keys(mixes).flatMap((mix) => [
      `### Mix ${mix}`,
      throughput(results, mix),
      ...latencies(results, mix),
    ]),
    wrong(results),
  ].join('\n\n');
}

function about({ users, rounds, closed, open }: Size, links: readonly (readonly Link[])[]): string {
  const degrees = links.map(({ length }) => length).sort((a, b) => a - b);
  const at = (share: number) => degrees[Math.min(users - 1, Math.floor(share * users))];
  const mean = (degrees.reduce((sum, one) => sum + one, 0) / users).toFixed(1);
  return (
    `${users.toLocaleString('en')} users with out-degrees of p50 ${at(0.5)}, p90 ${at(0.9)}, ` +
    `p99 ${at(0.99)}, p99.9 ${at(0.999)}, maximum ${degrees.at(-1)}, mean ${mean}. Services take turns in ` +
    `${rounds} rounds; a throughput round takes ${closed} s, a round at a fixed rate ${open} s. ` +
    `Goals: throughput ≥ ${goals.throughput} ×, p99 ≤ ${goals.p99} × the service written by hand.`
  );
}

/** The maximum throughput of each service with 32 concurrent operations. */
function throughput(results: Results, mix: string): string {
  const of = (service: string) => ({ mix, phase: 'throughput' as const, service });
  const rows = [handWritten, sameCalls, functions, quiet, host].map((service) => {
    const rate = results.rate(of(service));
    const { cpuMs, done, calls, memoryMb } = results.of(of(service));
    const ratios = [handWritten, sameCalls].map((other) => rate / results.rate(of(other)));
    return [
      service,
      rate.toFixed(0),
      ...ratios.map((one) => ratio(one, service === sameCalls || one >= goals.throughput)),
      // The host's functions make their calls in their own threads.
      service === quiet || service === host ? '' : (calls / done).toFixed(2),
      (cpuMs / done).toFixed(2),
      memoryMb.toFixed(0),
    ];
  });
  const head = [
    `${width} concurrent operations`,
    ...['operations/s', '× by hand', '× same calls', 'calls', 'CPU ms', 'MiB'],
  ];
  return markdownTable(head, rows);
}

function latencies(results: Results, mix: string): string[] {
  const rates = results.rates(mix);
  const compared = [handWritten, sameCalls, functions, host];
  const row = (rate: number, kind: string) => {
    const all = compared.map((service) =>
      results.of({ mix, phase: rate, service }).latency.get(kind),
    );
    const p99 = all.map((one) => one?.percentile(99) ?? 0);
    const [byHand = 0, same = 0, ofFunctions = 0, ofHost = 0] = p99;
    const ratios = [ofFunctions / byHand, ofFunctions / same, ofHost / byHand];
    return [
      String(all[0]?.count ?? 0),
      ...all.map((one) =>
        [50, 95, 99].map((share) => milliseconds(one?.percentile(share))).join(' / '),
      ),
      ...ratios.map((one) => ratio(one, one <= goals.p99)),
    ];
  };
  const columns = [
    ...['operations', 'by hand', 'same calls', 'functions', 'host'],
    ...['functions / by hand', 'functions / same calls', 'host / by hand'],
  ];
  const byRate = rates.map((rate) => [`${rate}`, ...row(rate, everything)]);
  const middle = rates[rates.length >> 1] ?? 0;
  const byKind = Object.keys(mixes[mix] ?? {}).map((kind) => [kind, ...row(middle, kind)]);
  return [
    'Open loop, p50 / p95 / p99 in ms, and ratios of p99:',
    markdownTable(['operations/s', ...columns], byRate),
    `By operation, at ${middle} a second:`,
    markdownTable(['', ...columns], byKind),
  ];
}

function wrong(results: Results): string {
  const lines = results
    .wrong()
    .map(({ service, what, times }) => `- ${service}: ${times} × ${what}`);
  return lines.length > 0
    ? `Wrong responses:\n\n${lines.join('\n')}`
    : 'Every response was correct.';
}

const milliseconds = (value: number | undefined) => ((value ?? 0) / 1000).toFixed(1);
const ratio = (value: number, isMet: boolean) => `${value.toFixed(2)}${isMet ? '' : ' (missed)'}`;
