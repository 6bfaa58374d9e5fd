// Files with realistic dirt: each line with the outcome that it must have, and how a person would correct it.
import type { Kind } from '../../shared/import/data-files.ts';
import type { Status } from '../../shared/import/import-outcomes.ts';

export interface DirtyLine {
  /** The bytes of the line without its newline. */
  readonly bytes: Buffer;
  /** Undefined for a line without anything. */
  readonly outcome: Status | undefined;
  /** The code and the field in the report. */
  readonly code: string | undefined;
  readonly path: string | undefined;
  /** What is in the place of the line after its correction; undefined if the line is removed. */
  readonly corrected: string | undefined;
}

type Told = Status | 'blank';

function line(
  content: unknown,
  outcome: Told = 'created',
  wrong: readonly string[] = [],
  corrected?: unknown,
): DirtyLine {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  const [code, path] = wrong;
  return {
    bytes: Buffer.isBuffer(content) ? content : Buffer.from(text(content)),
    outcome: outcome === 'blank' ? undefined : outcome,
    ...{ code, path },
    corrected: corrected === undefined ? undefined : text(corrected),
  };
}

const person = (id: string, name = id, more: object = {}) => ({
  type: 'person',
  id,
  name,
  ...more,
});
const side = (id: string) => ({ type: id.startsWith('c-') ? 'chamber' : 'person', id });
const post = (from: string, to: string, start?: string, end?: string, more: object = {}) => ({
  record1: side(from),
  record1RoleId: 'member',
  record2: side(to),
  ...(start && { effectiveStart: start }),
  ...(end && { effectiveEnd: end }),
  ...more,
});
const latin1 = (value: unknown) => Buffer.from(JSON.stringify(value), 'latin1');

const invalid = (path?: string) => ['ValidationFailed', ...(path ? [path] : [])];
const exists = ['ConnectionExists'];

/** Lines by file, in the order of the import. */
export const dirtyFolder: Readonly<Record<Kind, readonly DirtyLine[]>> = {
  recordTypes: [
    line(
      `\u{feff}${JSON.stringify({ type: 'person', displayName: 'Person', connectionsEnabled: true })}\r`,
    ),
    line('\r', 'blank'),
    line({ type: 'chamber', displayName: 'Chamber', connectionsEnabled: true }),
    line(
      {
        type: 'person',
        displayName: 'Human',
        displayCollectionName: 'Person',
        connectionsEnabled: true,
      },
      'differs',
      ['PreconditionFailed', 'displayName'],
    ),
    line({ type: 'Office', displayName: 'Office' }, 'invalid', invalid('type'), {
      type: 'office',
      displayName: 'Office',
    }),
  ],
  connectionRoles: [
    line({ id: 'member', name: 'Member', matchingRoleIds: ['body'] }),
    line({ id: 'body', name: 'Body' }),
    line({ id: 'body', name: 'Body' }, 'identical'),
    line({ id: 'member', name: 'Member of Parliament', matchingRoleIds: ['body'] }, 'differs', [
      'ConnectionRoleExists',
      'name',
    ]),
    line(
      { id: 'friend', name: 'Friend', matchingRoleIds: ['frend'] },
      'invalid',
      ['ConnectionRoleNotFound', 'matchingRoleIds[0]'],
      { id: 'friend', name: 'Friend', matchingRoleIds: ['friend'] },
    ),
    line({ id: 'retired', name: 'Retired', state: 'inactive' }),
  ],
  records: [
    line(person('p-1', 'Ada \ufffd Lovelace')),
    line(person('p-2', 'Jos\u0065\u0301')),
    line('', 'blank'),
    line(latin1(person('p-3', 'Müller')), 'invalid', invalid(), person('p-3', 'Müller')),
    line(
      person('p-4', 'Big', { attributes: { notes: 'x'.repeat(1_100_000) } }),
      'invalid',
      invalid(),
      person('p-4', 'Big'),
    ),
    line(
      person('p-5', 'Large', { attributes: { notes: 'x'.repeat(900_000) } }),
      'invalid',
      invalid('attributes'),
      person('p-5', 'Large'),
    ),
    line(person('p-6', 'Exact', { attributes: { key: '3804086584686624768' } })),
    line(
      '{"type":"person","id":"p-7","name":"Inexact","attributes":{"key":12345678901234567890123}}',
      'invalid',
      invalid('attributes.key'),
      person('p-7', 'Inexact', { attributes: { key: '12345678901234567890123' } }),
    ),
    line(person('p-1', 'Ada \ufffd Lovelace'), 'identical'),
    line(person('p-2', 'Joseph'), 'differs', ['PreconditionFailed', 'name']),
    line('{"type":"person","id":"p-8","name":"Cut', 'invalid', invalid(), person('p-8', 'Cut')),
    line(person('p 9', 'Space'), 'invalid', invalid('id'), person('p-9', 'Space')),
    line(person('p-10', ' '), 'invalid', invalid('name'), person('p-10', 'Nameless')),
    line(
      { ...person('p-11', 'Typeless'), type: 'persn' },
      'invalid',
      ['RecordTypeNotFound', 'type'],
      person('p-11', 'Typeless'),
    ),
    line(`${JSON.stringify(person('p-12', 'Carriage'))}\r`),
    line('["person","p-13"]', 'invalid', invalid(), person('p-13', 'Listed')),
    ...['c-1', 'c-2'].map((id) => line({ type: 'chamber', id, name: id })),
  ],
  connections: [
    line(post('p-1', 'c-1', '1999-01-03', '2001-01-03')),
    // A hand-over on the same day is another term.
    line(post('p-1', 'c-1', '2001-01-03', '2003-01-03')),
    line(post('p-1', 'c-1', '2001-01-03', '2003-01-03'), 'identical'),
    // The same from the other side, with the role that would be filled in.
    line(
      {
        record1: side('c-1'),
        record1RoleId: 'body',
        record2: side('p-1'),
        effectiveStart: '2001-01-03',
        effectiveEnd: '2003-01-03',
      },
      'identical',
    ),
    // With a blank role on the other side, it is another connection.
    line(post('p-1', 'c-1', '2001-01-03', '2003-01-03', { record2RoleId: null })),
    line(post('p-1', 'c-1', '2001-01-03', '2004-01-03'), 'differs', [
      'ConnectionExists',
      'effectiveEnd',
    ]),
    line(
      post('p-1', 'c-1', '2002-05-01', '2002-06-01'),
      'blocked',
      exists,
      post('p-1', 'c-1', '2003-01-03', '2003-06-01'),
    ),
    line(
      post('p-2', 'c-1', '2001-05', '2003-01-03'),
      'invalid',
      invalid('effectiveStart'),
      post('p-2', 'c-1', '2001-05-01', '2003-01-03'),
    ),
    line(
      post('p-2', 'c-2', '2001'),
      'invalid',
      invalid('effectiveStart'),
      post('p-2', 'c-2', '2001-01-01'),
    ),
    line(
      post('p-6', 'c-1', '2003-01-03', '2001-01-03'),
      'invalid',
      ['ConnectionInvalidStartEndDate', 'effectiveEnd'],
      post('p-6', 'c-1', '2001-01-03', '2003-01-03'),
    ),
    line(
      post('p-6', 'c-2', '2001-02-29'),
      'invalid',
      invalid('effectiveStart'),
      post('p-6', 'c-2', '2001-02-28'),
    ),
    line(
      post('p-3', 'c-1'),
      'invalid',
      ['ConnectionObjectsMissing', 'record1'],
      post('p-3', 'c-1'),
    ),
    line(post('p-1', 'p-1'), 'invalid', ['CannotConnectToSelf', 'record2'], post('p-1', 'p-2')),
    line(
      post('p-12', 'c-1', undefined, undefined, { record1RoleId: 'membre' }),
      'invalid',
      ['ConnectionRoleNotFound', 'record1RoleId'],
      post('p-12', 'c-1'),
    ),
    line(
      post('p-12', 'c-2', undefined, undefined, { record2RoleId: 'member' }),
      'invalid',
      ['UnrelatedConnectionRoles', 'record2RoleId'],
      post('p-12', 'c-2'),
    ),
    line(
      post('p-2', 'p-6', '2010-01-01', undefined, {
        record1RoleId: 'retired',
        record2RoleId: null,
      }),
    ),
    line(
      post('p-6', 'p-2', undefined, undefined, { colour: 'red' }),
      'invalid',
      invalid('colour'),
      post('p-6', 'p-2'),
    ),
    line(
      latin1(post('p-12', 'p-1', undefined, undefined, { description: 'Député' })),
      'invalid',
      invalid(),
      post('p-12', 'p-1', undefined, undefined, { description: 'Député' }),
    ),
    line(post('p-12', 'p-2', undefined, undefined, { description: '\ufffd' })),
    line('\t ', 'blank'),
  ],
};
