// Changes of several connections in one request: the body, and how its items are read.
import * as z from 'zod';
import type { JsonFault } from '../text/exact-json.ts';
import { isJsonObject } from '../text/json-object.ts';
import { ConnectionPatch, connectionResource, NewConnection } from './connection-schemas.ts';
import { ConnectionId, Version } from './identifiers.ts';
import { batch } from './route-definition.ts';
import { readInput, Sent } from './sent-input.ts';

/** What can happen to a change. */
export const changeStatuses = [
  'created',
  'updated',
  'identical',
  'activated',
  'deactivated',
  'deleted',
  'duplicate',
  'invalid',
] as const;

/** The most changes that are written all or none: they are one transaction. */
const maxTogether = 20;

export const ConnectionChanges = batch
  .extend({
    atomic: z
      .boolean()
      .default(false)
      .meta({
        description:
          `\`true\`: all changes are made, or none; at most ${maxTogether} items, each connection at most once. ` +
          '`false`: each on its own, in order',
      }),
  })
  .check(({ value: { atomic, items }, issues }) => {
    if (!atomic || items.length <= maxTogether) return;
    issues.push({
      code: 'too_big',
      origin: 'array',
      maximum: maxTogether,
      inclusive: true,
      input: items,
      path: ['items'],
      message: `must have 1 to ${maxTogether} items if atomic is true`,
    });
  });

const ifVersion = Version.optional().meta({
  description:
    'The change is refused with `PreconditionFailed` unless the connection has this version',
});
const existing = { id: ConnectionId, ifVersion };

const forms = {
  create: z.strictObject({ op: z.literal('create'), connection: NewConnection }),
  update: z.strictObject({ op: z.literal('update'), ...existing, patch: ConnectionPatch }),
  activate: z.strictObject({ op: z.literal('activate'), ...existing }),
  deactivate: z.strictObject({ op: z.literal('deactivate'), ...existing }),
  delete: z.strictObject({ op: z.literal('delete'), ...existing }),
};

/** One change, as the description shows it. */
export const ConnectionChange = z
  .discriminatedUnion('op', [
    forms.create,
    forms.update,
    forms.activate,
    forms.deactivate,
    forms.delete,
  ])
  .meta({ id: 'ConnectionChange' });

/** A change of a connection that exists. */
export type ChangeOfExisting = { readonly id: string; readonly ifVersion?: number | undefined } & (
  | { readonly op: 'update'; readonly patch: Sent<ConnectionPatch> }
  | { readonly op: 'activate' | 'deactivate' | 'delete' }
);

/** One change as it was read: what describes the connection has its own faults, for the rules to add theirs. */
export type SentChange =
  | { readonly op: 'create'; readonly connection: Sent<NewConnection> }
  | ChangeOfExisting;

/** The connection that an item creates; undefined if it has another operation, or is not valid. */
export const creationIn = ({
  isWhole,
  value,
}: Sent<SentChange>): Sent<NewConnection> | undefined =>
  isWhole && value.op === 'create' ? value.connection : undefined;

/** The part of an item that describes the connection. */
export const partOf = { create: 'connection', update: 'patch' } as const;

const parts = { connection: NewConnection, patch: ConnectionPatch } as const;
/** The items without their parts, which are read on their own. */
const around = {
  create: forms.create.extend({ connection: z.unknown() }),
  update: forms.update.extend({ patch: z.unknown() }),
};

/** Reads one item. If something else than its part is wrong with it, all faults are those of the item. */
export function readChange(input: unknown, jsonFaults: readonly JsonFault[]): Sent<SentChange> {
  const op = isJsonObject(input) ? (input.op as keyof typeof forms) : undefined;
  const subject = 'the item';
  if (!isJsonObject(input) || op === undefined || !Object.hasOwn(forms, op)) {
    return readInput(opOnly, input, { jsonFaults, subject }) as unknown as Sent<SentChange>;
  }
  if (op !== 'create' && op !== 'update') {
    return readInput(forms[op], input, { jsonFaults, subject }) as Sent<SentChange>;
  }
  const name = partOf[op];
  const inPart = ({ keys }: JsonFault) => keys[0] === name && keys.length > 1;
  const part = readInput<z.ZodObject>(parts[name], input[name], {
    resource: connectionResource,
    jsonFaults: jsonFaults
      .filter(inPart)
      .map(({ keys, message }) => ({ keys: keys.slice(1), message })),
    subject: name,
  });
  const whole = readInput<z.ZodObject>(around[op], input, {
    jsonFaults: jsonFaults.filter((fault) => !inPart(fault)),
    subject,
  });
  const change = { ...whole.value, [name]: part } as unknown as Partial<SentChange>;
  if (whole.isWhole) return new Sent<SentChange>(change, [], [], subject);
  const ofPart = part.faults.map((fault) => ({ ...fault, path: pathIn(name, fault.path) }));
  return new Sent<SentChange>({}, [...whole.faults, ...ofPart], [], subject);
}

/** For an item whose operation is not known: only that is reported, and what is no JSON that is kept. */
const opOnly = z.looseObject({ op: z.enum(Object.keys(forms) as [keyof typeof forms]) });

/** The path of a fault in a part of an item. */
export const pathIn = (part: string, path: string): string =>
  path === '' || path.startsWith('[') ? part + path : `${part}.${path}`;
