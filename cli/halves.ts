// Compares the two halves of a connection: each is the other one seen in a mirror.
import type { ConnectionHalf, ConnectionView } from '../shared/contracts/connection-schemas.ts';

/** A half, whether read as it stands in the table or in the list of a record's connections. */
export type Half = Omit<ConnectionHalf, 'side'>;

const pairs = [
  ['record', 'connected'],
  ['roleId', 'connectedRoleId'],
  ['connected', 'record'],
  ['connectedRoleId', 'roleId'],
] as const satisfies (keyof Half)[][];

const shared = [
  'id',
  'description',
  'effectiveStart',
  'effectiveEnd',
  'state',
  'ownerId',
  'createdAt',
  'createdBy',
  'modifiedAt',
  'modifiedBy',
  'version',
] as const satisfies (keyof Half)[];

/** The fields of a half, named as seen from it, that its twin does not mirror. */
export function differences(half: Half, twin: Half): string[] {
  const different = (one: keyof Half, other: keyof Half) =>
    textOf(half[one]) !== textOf(twin[other]);
  return [
    ...pairs.filter(([own, mirrored]) => different(own, mirrored)).map(([own]) => own),
    ...shared.filter((field) => different(field, field)),
  ];
}

/** A connection in a record's list, as the half that it was made from. */
export function halfOf(view: ConnectionView): Half {
  const { record1, record1RoleId, record2, record2RoleId, ...rest } = view;
  return {
    ...rest,
    record: record1,
    roleId: record1RoleId,
    connected: record2,
    connectedRoleId: record2RoleId,
  };
}

const textOf = (value: Half[keyof Half]): unknown =>
  typeof value === 'object' && value !== null ? `${value.type}/${value.id} ${value.name}` : value;
