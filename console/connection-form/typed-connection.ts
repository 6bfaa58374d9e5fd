// The input of the connection form, as seen from one record; request bodies, differences and merging.

import type { ConnectionView } from '../../shared/contracts/answers/connection-answers.ts';
import { isJsonObject } from '../../shared/text/json-object.ts';
import { isSameJson } from '../../shared/text/same-json.ts';
import {
  type AttributeRow,
  attributesOf,
  meantBy,
  nextRow,
  typedFor,
} from '../records/typed-attributes.ts';

/** Texts of the fields; '' means no value. */
interface TypedTexts {
  /** Role of the record connected to. */
  readonly connectedRole: string;
  /** Role of the record whose page this is. */
  readonly ownRole: string;
  readonly title: string;
  readonly description: string;
  readonly effectiveStart: string;
  readonly effectiveEnd: string;
  readonly ownerId: string;
}

export interface TypedConnection extends TypedTexts {
  /** In any order; a row without a value is no attribute. */
  readonly attributes: readonly AttributeRow[];
  readonly externalId: { readonly source: string; readonly key: string };
}

type TextField = keyof TypedTexts;

/** A field of its own in a comparison; an attribute by its name, as in `attributes.share`. */
export type ConnectionField = TextField | 'externalId' | `attributes.${string}`;

/** In the order of the form. */
const textFields: readonly TextField[] = [
  'connectedRole',
  'title',
  'description',
  'effectiveStart',
  'effectiveEnd',
  'ownerId',
  'ownRole',
];

const noExternalId = { source: '', key: '' };

export const blankConnection = (ownerId: string): TypedConnection => ({
  connectedRole: '',
  ownRole: '',
  title: '',
  description: '',
  effectiveStart: '',
  effectiveEnd: '',
  ownerId,
  attributes: [],
  externalId: noExternalId,
});

/** @param connection as seen from the record whose page this is */
export const typedOf = (connection: ConnectionView): TypedConnection => ({
  connectedRole: connection.record2RoleId ?? '',
  ownRole: connection.record1RoleId ?? '',
  title: connection.title ?? '',
  description: connection.description ?? '',
  effectiveStart: connection.effectiveStart ?? '',
  effectiveEnd: connection.effectiveEnd ?? '',
  ownerId: connection.ownerId,
  attributes: Object.entries(connection.attributes ?? {}).map(([name, value], row) => ({
    ...{ row, name },
    value: typedFor(value),
  })),
  externalId: connection.externalId ?? noExternalId,
});

/** The service's names of the fields with texts, if the record whose page this is has this side. */
const sentNames = (side: 'record1' | 'record2') => {
  const other = side === 'record1' ? 'record2' : 'record1';
  return {
    connectedRole: `${other}RoleId`,
    ownRole: `${side}RoleId`,
    title: 'title',
    description: 'description',
    effectiveStart: 'effectiveStart',
    effectiveEnd: 'effectiveEnd',
    ownerId: 'ownerId',
  } as const satisfies Record<TextField, string>;
};

/** The field of the form with this name of the service; undefined if no text field has it. */
export const textFieldNamed = (name: string, side: 'record1' | 'record2') =>
  textFields.find((field) => sentNames(side)[field] === name);

const sent = (value: string) => (value.trim() === '' ? null : value.trim());

/** Rows with a name and a value. */
export const filled = ({ attributes }: TypedConnection): readonly AttributeRow[] =>
  attributes.filter(({ name, value }) => name.trim() !== '' && value.trim() !== '');

const nameIn = (field: `attributes.${string}`) => field.slice('attributes.'.length);

const isAttribute = (field: ConnectionField): field is `attributes.${string}` =>
  field.startsWith('attributes.');

/** The text of an attribute; '' if there is none. */
export const attributeAt = (typed: TypedConnection, name: string): string =>
  filled(typed).find((row) => row.name.trim() === name)?.value ?? '';

/** With this text of an attribute, in the row that has its name, or in a new one. */
export function withAttribute(typed: TypedConnection, name: string, value: string) {
  const { attributes } = typed;
  const has = attributes.some((row) => row.name.trim() === name);
  return {
    ...typed,
    attributes: has
      ? attributes.map((row) => (row.name.trim() === name ? { ...row, value } : row))
      : [...attributes, { row: nextRow(attributes), name, value }],
  };
}

/** The text by which two inputs are compared in a field. */
function textAt(typed: TypedConnection, field: ConnectionField): string {
  if (isAttribute(field)) return attributeAt(typed, nameIn(field));
  if (field !== 'externalId') return typed[field];
  const { source, key } = typed.externalId;
  return source.trim() === '' && key.trim() === '' ? '' : JSON.stringify([source, key]);
}

/** The value of a field as it is shown; '' if there is none. */
export function shownAt(typed: TypedConnection, field: ConnectionField): string {
  if (field !== 'externalId') return textAt(typed, field);
  const { source, key } = typed.externalId;
  return textAt(typed, field) === '' ? '' : `${source}: ${key}`;
}

export function changedFields(before: TypedConnection, typed: TypedConnection): ConnectionField[] {
  const names = new Set([...filled(before), ...filled(typed)].map(({ name }) => name.trim()));
  const fields: ConnectionField[] = [
    ...textFields,
    ...[...names].map((name) => `attributes.${name}` as const),
    'externalId',
  ];
  return fields.filter((field) => sent(textAt(before, field)) !== sent(textAt(typed, field)));
}

/** As it was typed: an external id may begin or end with a space. */
const sentExternalId = (typed: TypedConnection) =>
  textAt(typed, 'externalId') === '' ? null : typed.externalId;

/** The attributes of the rows with a value; null if there are none. */
function sentAttributes(typed: TypedConnection) {
  const rows = filled(typed);
  return rows.length === 0 ? null : attributesOf(rows);
}

/** The body of a new connection from this record: all fields, so that exactly the shown values are saved. */
export const newBody = (typed: TypedConnection) => ({
  record1RoleId: sent(typed.ownRole),
  record2RoleId: sent(typed.connectedRole),
  title: sent(typed.title),
  description: sent(typed.description),
  effectiveStart: sent(typed.effectiveStart),
  effectiveEnd: sent(typed.effectiveEnd),
  ownerId: sent(typed.ownerId),
  attributes: sentAttributes(typed),
  externalId: sentExternalId(typed),
});

/** The body of a change: only the fields and attributes that differ, by the service's names. */
export function patchOf(
  before: TypedConnection,
  typed: TypedConnection,
  side: 'record1' | 'record2',
): Record<string, unknown> {
  const names = sentNames(side);
  const patch: Record<string, unknown> = {};
  const attributes: [string, unknown][] = [];
  for (const field of changedFields(before, typed)) {
    if (field === 'externalId') patch.externalId = sentExternalId(typed);
    else if (!isAttribute(field)) patch[names[field]] = sent(typed[field]);
    else {
      const [from, to] = [before, typed].map((each) => textAt(each, field)) as [string, string];
      attributes.push([nameIn(field), to === '' ? null : mergePatch(meantBy(from), meantBy(to))]);
    }
  }
  // Names such as __proto__ are ordinary ones.
  if (attributes.length > 0) patch.attributes = Object.fromEntries(attributes);
  return patch;
}

/** What makes one value of another in a merge patch, which merges objects and replaces all else. */
function mergePatch(from: unknown, to: unknown): unknown {
  if (!isJsonObject(from) || !isJsonObject(to)) return to;
  const removed = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  const changed = Object.entries(to).filter(
    ([name, value]) => !Object.hasOwn(from, name) || !isSameJson(from[name], value),
  );
  return Object.fromEntries([
    ...removed.map((name) => [name, null]),
    ...changed.map(([name, value]) => [
      name,
      Object.hasOwn(from, name) ? mergePatch(from[name], value) : value,
    ]),
  ]);
}

export type Choices = Partial<Record<ConnectionField, 'mine' | 'theirs'>>;

/** Fields whose stored and own values differ. */
export const conflicting = (theirs: TypedConnection, mine: TypedConnection) =>
  changedFields(theirs, mine);

/** The default choices: own values for fields the user changed, stored values for all others. */
export function firstChoices(
  base: TypedConnection,
  theirs: TypedConnection,
  mine: TypedConnection,
): Choices {
  const touched = new Set(changedFields(base, mine));
  return Object.fromEntries(
    conflicting(theirs, mine).map((field) => [field, touched.has(field) ? 'mine' : 'theirs']),
  );
}

/** The stored connection with the own values that the user selected. */
export function merged(
  theirs: TypedConnection,
  mine: TypedConnection,
  choices: Choices,
): TypedConnection {
  let result = theirs;
  for (const field of conflicting(theirs, mine)) {
    if (choices[field] !== 'mine') continue;
    result = isAttribute(field)
      ? withAttribute(result, nameIn(field), textAt(mine, field))
      : { ...result, [field]: mine[field] };
  }
  return result;
}
