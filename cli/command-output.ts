// What the commands print at the end, as text or as JSON.

import { type Kind, kinds } from '../shared/import/data-files.ts';
import type { Counts } from '../shared/import/import-outcomes.ts';
import { type CountDifference, wordsFor } from './count-differences.ts';
import { problemsOf, type Verification } from './verify.ts';
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
  /** The file that lists the invalid lines; null if there are none. */
  readonly report: string | null;
}

/** One line per file, as in `records: 839 created, 0 duplicate, 0 invalid`. */
export function importText({ counts, found, report }: ImportSummary): string {
  const lines = found.map((kind) => {
    const { created, replaced, duplicate, invalid } = counts[kind];
    const also = replaced > 0 ? `, ${number(replaced)} replaced` : '';
    return (
      `${labels[kind]}: ${number(created)} created${also}, ` +
      `${number(duplicate)} duplicate, ${number(invalid)} invalid`
    );
  });
  if (report !== null) lines.push(`The invalid lines are in ${report}`);
  return lines.join('\n');
}

/** The same as JSON. Connections are never replaced. */
export function importJson({ counts, report }: ImportSummary): string {
  const { replaced: _, ...connections } = counts.connections;
  return JSON.stringify({ ...counts, connections, report });
}

/** One line per file, as in `records: 839`. */
export function exportText(counts: Readonly<Record<Kind, number>>): string {
  return kinds.map((kind) => `${labels[kind]}: ${number(counts[kind])}`).join('\n');
}

/** One line per problem; the last line is `25,146 halves, 12,573 connections, 0 problems`. */
export function verifyText(verification: Verification): string {
  const { brokenPairs, recordsWithoutType, wrongCounts, unsettled, repaired } = verification;
  const lines = [
    ...brokenPairs.map(sentenceOf),
    ...recordsWithoutType.map((record) => `${record}: its record type does not exist`),
    ...wrongCounts.map(countSentenceOf),
  ];
  if (unsettled.length > 0) {
    lines.push(
      `${counted(unsettled.length, 'count')} not checked, because of changes while counting ` +
        `(${some(unsettled)}); run verify again when the service is less busy`,
    );
  }
  if (repaired) {
    const { counts, connections, pairs } = repaired;
    lines.push(...pairs.map((one) => `${sentenceOf(one)} (repaired)`));
    lines.push(
      `${counted(counts, 'count')} corrected, ${counted(connections, 'connection')} repaired`,
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
  const { brokenPairs, recordsWithoutType, wrongCounts, ...rest } = verification;
  const counts = { ...rest, wrongCounts: wrongCounts.length, problems: problemsOf(verification) };
  const withoutType = recordsWithoutType.map((recordWithoutType) => ({ recordWithoutType }));
  return [...brokenPairs, ...withoutType, ...wrongCounts, counts]
    .map((line) => JSON.stringify(line))
    .join('\n');
}

function sentenceOf({ connectionId, record1, record2, detail }: BrokenConnection): string {
  return `${connectionId} between ${record1} and ${record2}: ${detail}`;
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
