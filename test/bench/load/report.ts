// The tables of the load.
import { markdownTable } from '../markdown.ts';
import { mixes } from './linkbench.ts';
import { type Size, serviceNames, width } from './plan.ts';
import type { Link } from './requests.ts';
import { everything, type Results } from './results.ts';

const { handWritten, functions, quiet, host } = serviceNames;

/** Throughput at least, and p99 at the most, of what the hand-written service has. */
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
    `p99 ${at(0.99)}, p99.9 ${at(0.999)}, most ${degrees.at(-1)}, mean ${mean}. Services take turns in ` +
    `${rounds} rounds; one of throughput takes ${closed} s, one at a rate ${open} s. ` +
    `Goals: throughput ≥ ${goals.throughput} ×, p99 ≤ ${goals.p99} × the service written by hand.`
  );
}

/** All that each can do with 32 operations always under way. */
function throughput(results: Results, mix: string): string {
  const of = (service: string) => ({ mix, phase: 'throughput' as const, service });
  const floor = results.rate(of(handWritten));
  const rows = [handWritten, functions, quiet, host].map((service) => {
    const rate = results.rate(of(service));
    const { cpuMs, done, memoryMb } = results.of(of(service));
    return [
      service,
      rate.toFixed(0),
      ratio(rate / floor, rate / floor >= goals.throughput),
      (cpuMs / done).toFixed(2),
      memoryMb.toFixed(0),
    ];
  });
  const head = [`${width} operations always under way`, 'operations/s', '×', 'CPU ms', 'MiB'];
  return markdownTable(head, rows);
}

function latencies(results: Results, mix: string): string[] {
  const rates = results.rates(mix);
  const compared = [handWritten, functions, host];
  const row = (rate: number, kind: string) => {
    const all = compared.map((service) =>
      results.of({ mix, phase: rate, service }).latency.get(kind),
    );
    const p99 = all.map((one) => one?.percentile(99) ?? 0);
    const ratios = p99.slice(1).map((one) => one / (p99[0] ?? 1));
    return [
      String(all[0]?.count ?? 0),
      ...all.map((one) =>
        [50, 95, 99].map((share) => milliseconds(one?.percentile(share))).join(' / '),
      ),
      ...ratios.map((one) => ratio(one, one <= goals.p99)),
    ];
  };
  const columns = ['operations', 'by hand', 'functions', 'host', 'functions ×', 'host ×'];
  const byRate = rates.map((rate) => [`${rate}`, ...row(rate, everything)]);
  const middle = rates[rates.length >> 1] ?? 0;
  const byKind = Object.keys(mixes[mix] ?? {}).map((kind) => [kind, ...row(middle, kind)]);
  return [
    'Open loop, p50 / p95 / p99 in ms, and the ratio of p99:',
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
    ? `Answers that were not right:\n\n${lines.join('\n')}`
    : 'Every answer was right.';
}

const milliseconds = (value: number | undefined) => ((value ?? 0) / 1000).toFixed(1);
const ratio = (value: number, isMet: boolean) => `${value.toFixed(2)}${isMet ? '' : ' (missed)'}`;
