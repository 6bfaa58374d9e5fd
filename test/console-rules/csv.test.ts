// Connections as CSV: what RFC 4180 says, and what spreadsheets must not run.
import { expect, it } from 'vitest';
import { csvOf } from '../../console/connections/connections-csv.ts';
import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';

const described = (description: string): ConnectionView => ({
  id: '0190a1b2-0000-7000-8000-000000000001',
  name: 'Fabrikon',
  record1: { type: 'contact', id: 'maria', name: 'Maria' },
  record1RoleId: 'vendor',
  record1RoleName: 'Vendor',
  record2: { type: 'account', id: 'fabrikon', name: 'Fabrikon, "Works"' },
  record2RoleId: null,
  record2RoleName: null,
  title: 'Head of Works',
  attributes: null,
  externalId: null,
  description,
  effectiveStart: '2026-03-01',
  effectiveEnd: null,
  validity: 'current',
  state: 'active',
  ownerId: 'ines',
  createdAt: '2026-03-01T09:30:00.000Z',
  createdBy: 'ines',
  modifiedAt: '2026-03-01T09:30:00.000Z',
  modifiedBy: 'ines',
  version: 1,
});

const lineOf = (description: string) => csvOf([described(description)]).split('\r\n')[1];

it('has a head and a line for each, each ended by CRLF, behind a byte order mark', () => {
  const text = csvOf([described('a'), described('b')]);
  expect(text.startsWith('\uFEFFConnected to,Type,')).toBe(true);
  expect(text.endsWith('\r\n')).toBe(true);
  expect(text.split('\r\n')).toHaveLength(4);
});

it('quotes what has commas, quotes or ends of lines, and doubles quotes', () => {
  expect(lineOf('plain')).toMatch(
    /^"Fabrikon, ""Works""",account,fabrikon,Vendor,vendor,,,Head of Works,plain,/,
  );
  expect(csvOf([described('two\nlines')])).toContain(',"two\nlines",');
});

it('has ids as they are, with every character that they may have', () => {
  const id = "a-._~:@!$&'()*+,;b=c";
  const line = csvOf([{ ...described('x'), record2: { type: 'account', id, name: 'N' } }]);
  expect(line.split('\r\n')[1]).toMatch(/^N,account,"a-\._~:@!\$&'\(\)\*\+,;b=c",/);
});

it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1', '＝1'])('keeps %j a text', (formula) => {
  expect(lineOf(formula)).toContain(`,'${formula},`);
});

it.each([
  ['a;=1+1;b', "a;'=1+1;b"],
  ['a; @x', "a;' @x"],
  ['a;"=1+1;b', 'a;\'""=1+1;b'],
  ['a\t=1', "a\t'=1"],
  ['\t=1', "'\t'=1"],
  ['two\n=1', "two\n'=1"],
])('keeps %j a text where other signs than commas part columns', (text, cell) => {
  expect(csvOf([described(text)])).toContain(`,"${cell}",2026-03-01,`);
});

it('leaves dates, and texts with such characters within, as they are', () => {
  expect(lineOf('a = b - c')).toContain(',a = b - c,2026-03-01,,current,active,ines,');
});
