// What the commands print when they are done.
import { dataFiles, type Kind, kinds } from './files.ts';
import type { ImportSummary } from './import.ts';
import type { BrokenConnection, Verification } from './verify.ts';

/** A line a file, as in `records: 839 created, 0 duplicate, 0 invalid`. */
export function importText({ counts, found, report }: ImportSummary): string {
  const lines = found.map((kind) => {
    const { created, replaced, duplicate, invalid } = counts[kind];
    const also = replaced > 0 ? `, ${number(replaced)} replaced` : '';
    return (
      `${dataFiles[kind].label}: ${number(created)} created${also}, ` +
      `${number(duplicate)} duplicate, ${number(invalid)} invalid`
    );
  });
  if (report !== null) lines.push(`The invalid lines are in ${report}`);
  return lines.join('\n');
}

/** The same for other programs. Connections are never replaced. */
export function importJson({ counts, report }: ImportSummary): string {
  const { replaced: _, ...connections } = counts.connections;
  return JSON.stringify({ ...counts, connections, report });
}

/** A line a file, as in `records: 839`. */
export function exportText(counts: Readonly<Record<Kind, number>>): string {
  return kinds.map((kind) => `${dataFiles[kind].label}: ${number(counts[kind])}`).join('\n');
}

/** A line a problem, and last `25,146 halves, 12,573 connections, 0 problems`. */
export function verifyText({ halves, connections, problems }: Verification): string {
  const counts =
    `${number(halves)} halves, ${number(connections)} connections, ` +
    `${number(problems.length)} problems`;
  return [...problems.map(sentenceOf), counts].join('\n');
}

/** The same for other programs: a JSON object a line. */
export function verifyJson({ halves, connections, problems }: Verification): string {
  const counts = { halves, connections, problems: problems.length };
  return [...problems, counts].map((line) => JSON.stringify(line)).join('\n');
}

function sentenceOf({ connectionId, record1, record2, detail }: BrokenConnection): string {
  return `${connectionId} between ${record1} and ${record2}: ${detail}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
