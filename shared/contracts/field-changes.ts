// The fields in the `changes` of events, by name: which value a field has decides the types of `from` and `to`.
import type { State } from './identifiers.ts';
import type { Json } from './json-value.ts';

/** A change of one of the fields of an object, distinguished by `field`; null means no value. */
export type FieldOf<Values> = {
  [Field in keyof Values & string]: {
    field: Field;
    from: Values[Field] | null;
    to: Values[Field] | null;
  };
}[keyof Values & string];

interface EventRecord {
  type: string;
  id: string;
  name: string;
}

/** The fields of a connection that events report. Dates are texts, such as `2026-03-01`. */
interface ConnectionFields {
  /** Only when the connection moved to another record. */
  record1: EventRecord;
  /** Only when the connection moved to another record. */
  record2: EventRecord;
  record1RoleId: string;
  record2RoleId: string;
  title: string;
  description: string;
  effectiveStart: string;
  effectiveEnd: string;
  ownerId: string;
  state: State;
  externalId: { source: string; key: string };
  /** All of them, when `{}` became null or the reverse. */
  attributes: { [name: string]: Json };
}

/** The field of an attribute: `attributes.share`, or `attributes["first name"]`. */
type AttributeField = `attributes.${string}` | `attributes[${string}`;

interface AttributeChange {
  field: AttributeField;
  from: Json;
  to: Json;
}

/** A change of a connection: `if (change.field === 'effectiveEnd')` makes `change.to` a date or null. */
export type ConnectionFieldChange = FieldOf<ConnectionFields> | AttributeChange;

/** A field of a new connection: it had no value before. */
export type CreationChange = ConnectionFieldChange & { from: null };

/** A field of a deleted connection: it has no value any more. */
export type DeletionChange = ConnectionFieldChange & { to: null };

/** The only change of a connection that was activated or deactivated. */
export interface StateChange<From extends State, To extends State> {
  field: 'state';
  from: From;
  to: To;
}
