// The tables of docs/cost.md, and the output of `npm run cost`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { LiaisonStack } from '../infra/liaison-stack.ts';
import { settingsOf } from '../infra/stage-settings.ts';
import { costed, mix, requestsPerConnection } from './cost-load.ts';
import { type BillItem, billOf, monthOf, provisionedOf, type Standing } from './cost-model.ts';
import { priceRegion, prices, pricesRead } from './prices.ts';

const sizes = [0, 1e6, 100e6, 10e9];

/** Counts the resources in prod's template that are billed by the month; does not bundle the functions. */
function standingOfProd(): Standing {
  const settings = settingsOf('prod');
  const outdir = mkdtempSync(join(tmpdir(), 'liaison-cost-'));
  const app = new App({
    outdir,
    context: { 'aws:cdk:bundling-stacks': [] },
    builtinCloudFormationValidation: false,
  });
  const stack = new LiaisonStack(app, 'liaison-prod', { settings });
  const { Resources } = app.synth().getStackByName(stack.stackName).template;
  rmSync(outdir, { recursive: true });
  const count = (type: string) =>
    Object.values<{ Type: string }>(Resources).filter(({ Type }) => Type === type).length;
  const polledQueues = Object.values<{ Type: string; Properties?: { ScalingConfig?: object } }>(
    Resources,
  ).filter(
    ({ Type, Properties }) =>
      Type === 'AWS::Lambda::EventSourceMapping' && Properties?.ScalingConfig !== undefined,
  ).length;
  // An alarm is billed for each metric that it uses.
  const metricsOfAlarms = Object.values<{ Type: string; Properties?: { Metrics?: object[] } }>(
    Resources,
  )
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(
      ({ Properties }) => Properties?.Metrics?.filter((each) => 'MetricStat' in each).length ?? 1,
    )
    .reduce((sum, metrics) => sum + metrics, 0);
  return {
    alarms: metricsOfAlarms,
    keys: count('AWS::KMS::Key'),
    polledQueues,
    dashboards: count('AWS::CloudWatch::Dashboard'),
    secrets: count('AWS::SecretsManager::Secret'),
    logRetentionMonths: Math.round(settings.logs.retentionDays / 30.4),
  };
}

/** Dollars for display: with cents below 100, whole dollars above. */
const dollars = (usd: number) =>
  `$${usd.toLocaleString('en', { maximumFractionDigits: usd < 100 ? 2 : 0, minimumFractionDigits: usd < 100 ? 2 : 0 })}`;
const sumOf = (bill: readonly BillItem[]) => bill.reduce((sum, { usd }) => sum + usd, 0);
const few = (amount: number) => Number(amount.toPrecision(3)).toLocaleString('en');

/** A bill as lines of text, the most expensive item first. */
export function billLines(connections: number, requests: number): string[] {
  const bill = billOf(connections, standingOfProd(), requests);
  const sum = sumOf(bill);
  return [
    ...bill
      .toSorted((a, b) => b.usd - a.usd)
      .map(
        ({ item, usd }) =>
          `${dollars(usd).padStart(12)}  ${String(Math.round((100 * usd) / sum)).padStart(3)} %  ${item}`,
      ),
    `${dollars(sum).padStart(12)}  per month`,
  ];
}

export function costTables(): string {
  const standing = standingOfProd();
  const bills = sizes.map((size) => billOf(size, standing));
  const [idle = []] = bills;
  const cells = (values: readonly (string | number)[]) => `| ${values.join(' | ')} |`;
  const of = (name: string, value: (size: number, bill: readonly BillItem[]) => string) =>
    cells([name, ...sizes.map((size, at) => value(size, bills[at] ?? []))]);
  const months = sizes.map((size) => monthOf(size, requestsPerConnection));
  const part = (bill: readonly BillItem[], ...kinds: string[]) =>
    sumOf(bill.filter(({ kind }) => kinds.includes(kind))) / sumOf(bill);
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const busy = (value: (bill: readonly BillItem[], at: number) => string) =>
    bills.map((bill, at) => (at === 0 ? '' : value(bill, at)));
  const throughput = (bill: readonly BillItem[]) =>
    sumOf(bill.filter(({ item }) => /^(Reading|Writing|History and counts)/.test(item)));
  return [
    cells([
      'per month',
      'idle',
      ...sizes.slice(1).map((size) => `${few(size / 1e6)} M connections`),
    ]),
    '|---|---:|---:|---:|---:|',
    ...idle.map(({ item }, at) =>
      cells([item, ...bills.map((bill) => dollars(bill[at]?.usd ?? 0))]),
    ),
    of('**Total**', (_, bill) => `**${dollars(sumOf(bill))}**`),
    of('per 1,000 connections', (size, bill) =>
      size ? `$${((1000 * sumOf(bill)) / size).toFixed(4)}` : '',
    ),
    '',
    cells(['details', '', ...sizes.slice(1).map((size) => `${few(size / 1e6)} M`)]),
    '|---|---|---:|---:|---:|',
    cells([
      'requests',
      ...months.map(({ requests }, at) => (at ? `${few(requests / 1e6)} M` : '')),
    ]),
    cells([
      'requests per second',
      ...months.map(({ requests }, at) => (at ? few(requests / (730 * 3600)) : '')),
    ]),
    cells([
      'GB stored: data, indexes',
      ...months.map(({ gigabytes: { table, indexes } }, at) =>
        at ? `${few(table)}, ${few(indexes)}` : '',
      ),
    ]),
    cells([
      'GB stored: history, its index',
      ...months.map(({ gigabytes: { history, historyIndex } }, at) =>
        at ? `${few(history)}, ${few(historyIndex)}` : '',
      ),
    ]),
    cells(['share of the total: table', ...busy((bill) => percent(part(bill, 'table')))]),
    cells(['… history and counts', ...busy((bill) => percent(part(bill, 'history')))]),
    cells(['… functions', ...busy((bill) => percent(part(bill, 'functions')))]),
    cells(['… API, responses, events', ...busy((bill) => percent(part(bill, 'gateway')))]),
    cells(['… logs, traces, metrics', ...busy((bill) => percent(part(bill, 'watching')))]),
    cells(['reading and writing, on demand', ...busy((bill) => dollars(throughput(bill)))]),
    cells([
      'the same, provisioned',
      ...busy((_, at) => dollars(provisionedOf(sizes[at] ?? 0, requestsPerConnection))),
    ]),
    '',
    '### The mix',
    '',
    '| of 100 | request | units read, written | plus history and counts |',
    '|---:|---|---:|---:|',
    ...mix
      .map(costed)
      .map(({ share, what, read, write, readBehind, writeBehind, isWrite }) =>
        cells([share, what, `${read}, ${write}`, isWrite ? `${readBehind}, ${writeBehind}` : '']),
      ),
    '',
    '### The prices',
    '',
    `US dollars, ${priceRegion}, read on ${pricesRead}.`,
    '',
    '| price | unit | source |',
    '|---:|---|---|',
    ...Object.values(prices).map(({ usd, per, source }) => cells([plain(usd), per, source])),
  ].join('\n');
}

const plain = (usd: number) =>
  usd < 1e-5 ? `${Number((usd * 1e6).toPrecision(3))} per million` : String(usd);
