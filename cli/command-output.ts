// What the commands print at the end, as text or as JSON.

import type { LiaisonProblem } from '../shared/client/liaison-problem.ts';
import { type CountProgress, isUpToDate } from '../shared/import/count-watch.ts';
import { type Kind, kinds } from '../shared/import/data-files.ts';
import type { Counts } from '../shared/import/import-outcomes.ts';
import type { RejectionTotal } from '../shared/import/rejection-totals.ts';
import { type CountDifference, wordsFor } from './count-differences.ts';
import { problemsOf, type Verification } from './verify.ts';
import type { ExceededLimit } from './verify-limits.ts';
import type { BrokenConnection } from './verify-pairs.ts';

/** The words for what each file contains. */
export const labels: Readonly<Record<Kind, string>> = {
  recordTypes: 'record types',
  connectionRoles: 'connection roles',
  records: 'records',
  connections: 'connections',
};

export interface ImportSummary {
  readonly counts: Readonly<Record<Kind, Counts>>;
  /** The files that the folder has. */
  readonly found: readonly Kind[];
  /** Why lines were rejected. */
  readonly rejections: Readonly<Record<Kind, readonly RejectionTotal[]>>;
  /** The file that lists the rejected lines; null if there are none. */
  readonly report: string | null;
  /** The folder with copies of the rejected lines; null if there are none, or none were requested. */
  readonly rejected: string | null;
}

/** How an import ended, and how far the counts are; null if nothing was created or it is not known. */
export interface ImportEnd {
  readonly ended: 'finished' | 'interrupted' | 'failed';
  readonly counting: CountProgress | null;
}

/** In the order in which they are shown. */
const outcomesShown = ['created', 'updated', 'identical', 'differs', 'blocked', 'invalid'] as const;

/** The most fields that are shown for a code. */
const mostFields = 8;

/**
 * One line per file, as in `records: 839 created, 0 updated, 0 identical, 0 differs, 0 blocked, 0 invalid`,
 * and one for each reason why lines were rejected.
 */
export function importText(
  { counts, found, rejections, report, rejected }: ImportSummary,
  { counting }: ImportEnd,
): string {
  const lines = found.flatMap((kind) => [
    `${labels[kind]}: ${outcomesShown.map((one) => `${number(counts[kind][one])} ${one}`).join(', ')}`,
    ...rejections[kind].map(rejectionText),
  ]);
  if (report !== null) {
    lines.push(`The lines that differ, are blocked or are invalid are listed in ${report}`);
  }
  if (rejected !== null) {
    lines.push(`Copies of them are in ${rejected}: correct them there and import that folder`);
  }
  if (counting !== null) lines.push(countingText(counting));
  return lines.join('\n');
}

function rejectionText({ outcome, code, count, fields }: RejectionTotal): string {
  const all = Object.entries(fields).map(([field, times]) => `${field} ${number(times)}`);
  return `  ${outcome}: ${number(count)} ${code}${all.length > 0 ? ` (${some(all, mostFields)})` : ''}`;
}

function countingText(counting: CountProgress): string {
  if (isUpToDate(counting)) return 'Counts are up to date';
  const { records, connections } = counting;
  return (
    `Counts are not up to date yet: they include ${number(records.counted)} of ` +
    `${counted(records.created, 'record')} and ${number(connections.counted)} of ` +
    `${counted(connections.created, 'connection')} that were created`
  );
}

/** The same as JSON. */
export function importJson(
  { counts, rejections, report, rejected }: ImportSummary,
  { ended, counting }: ImportEnd,
): string {
  return JSON.stringify({ ...counts, rejections, report, rejected, ended, counting });
}

/**
 * How to continue an import that ended early.
 * @param rejected the folder that has copies of rejected lines, which the next run does not overwrite
 */
export const howToContinue = (rejected: string | null): string =>
  'These are the totals so far. To continue, run the same command again' +
  (rejected === null ? '' : `, with another folder than ${rejected} for --rejected`) +
  ': lines that were imported are identical then.';

/** What an import waits for, and for how long already. */
export function waitText({ code, message }: LiaisonProblem, ms: number): string {
  const reason = code === 'Unreachable' ? 'the service does not answer' : `${code}: ${message}`;
  return `waiting for ${counted(Math.floor(ms / 1000), 'second')}: ${reason}`;
}

/** One line per file, as in `records: 839`. */
export function exportText(counts: Readonly<Record<Kind, number>>): string {
  return kinds.map((kind) => `${labels[kind]}: ${number(counts[kind])}`).join('\n');
}

/** One line per problem; the last line is `25,146 halves, 12,573 connections, 0 problems`. */
export function verifyText(verification: Verification): string {
  const { brokenPairs, recordsWithoutType, wrongCounts, unsettled, repaired } = verification;
  const { exceededLimits, unfoundRecords } = verification;
  const lines = [
    ...brokenPairs.map(sentenceOf),
    ...recordsWithoutType.map((record) => `${record}: its record type does not exist`),
    ...unfoundRecords.map((record) => `${record}: a search may not find it, a word is missing`),
    ...wrongCounts.map(countSentenceOf),
    ...exceededLimits.map(limitSentenceOf),
  ];
  if (unsettled.length > 0) {
    lines.push(
      `${counted(unsettled.length, 'count')} not checked, because of changes while counting ` +
        `(${some(unsettled)}); run verify again when the service is less busy`,
    );
  }
  if (repaired) {
    const { counts, words, connections, pairs } = repaired;
    lines.push(...pairs.map((one) => `${sentenceOf(one)} (repaired)`));
    const done = [
      `${counted(counts, 'count')} corrected`,
      `words of ${counted(words, 'record')} written`,
      `${counted(connections, 'connection')} repaired`,
    ];
    lines.push(done.join(', '));
  }
  if (exceededLimits.length > 0) {
    const count = counted(exceededLimits.length, 'limit');
    lines.push(
      `${count} exceeded, which is no problem: a limit that is added later changes nothing`,
    );
  }
  const { records, recordTypes, roles, halves, connections } = verification;
  return [
    ...lines,
    `${counted(wrongCounts.length, 'wrong count')} among ${counted(records, 'record')}, ` +
      `${counted(recordTypes, 'record type')}, ${counted(roles, 'role')}`,
    `${counted(halves, 'half', 'halves')}, ${counted(connections, 'connection')}, ` +
      counted(problemsOf(verification), 'problem'),
  ].join('\n');
}

/** The same as JSON, one object per line. */
export function verifyJson(verification: Verification): string {
  const { brokenPairs, recordsWithoutType, wrongCounts, exceededLimits, unfoundRecords, ...rest } =
    verification;
  const counts = {
    ...rest,
    wrongCounts: wrongCounts.length,
    exceededLimits: exceededLimits.length,
    problems: problemsOf(verification),
  };
  const withoutType = recordsWithoutType.map((recordWithoutType) => ({ recordWithoutType }));
  const unfound = unfoundRecords.map((unfoundRecord) => ({ unfoundRecord }));
  return [...brokenPairs, ...withoutType, ...unfound, ...wrongCounts, ...exceededLimits, counts]
    .map((line) => JSON.stringify(line))
    .join('\n');
}

function sentenceOf({ connectionId, record1, record2, detail }: BrokenConnection): string {
  return `${connectionId} between ${record1} and ${record2}: ${detail}`;
}

function limitSentenceOf({ record, roleId, limit, day, connectionIds }: ExceededLimit): string {
  const from = day === null ? '' : `, from ${day}`;
  return (
    `${record} has ${connectionIds.length} connections to records with the role ${roleId} at the same time${from}; ` +
    `the limit is ${limit} (${some(connectionIds)})`
  );
}

function countSentenceOf({ of, cell, counted, shown }: CountDifference): string {
  return `${wordsFor(of)}, ${cell}: counted ${number(counted)}, shown ${number(shown)}`;
}

/** The first few, and how many more. */
function some(names: readonly string[], most = 5): string {
  const more = names.length > most ? ` and ${number(names.length - most)} more` : '';
  return `${names.slice(0, most).join(', ')}${more}`;
}

/** A number and its noun, as in `1 record` and `2 records`. */
function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${number(value)} ${value === 1 ? noun : plural}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
