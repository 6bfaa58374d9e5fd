// Connections of records whose record type does not exist are a problem, unless they are being deleted.
import { describe, expect, it } from 'vitest';
import { UnknownTypes } from '../../cli/verify-types.ts';
import type { Client } from '../../shared/client/create-client.ts';
import { LiaisonProblem } from '../../shared/client/liaison-problem.ts';

const patience = { checks: 3, interval: 0, limit: 50 };
const contact = { type: 'contact', id: 'ines', name: 'Ines' };
const gadget = { type: 'gadget', id: 'g', name: 'G' };

const notFound = () => new LiaisonProblem('NotFound', 404, 'gone');

/** A service with these record types and one connection, or none. */
const service = (types: readonly string[], connection: object | undefined) =>
  ({
    listRecordTypes: async () => ({ items: types.map((type) => ({ type })) }),
    getRecordTypeSummary: async () => {
      throw notFound();
    },
    getConnection: async () => {
      if (!connection) throw notFound();
      return connection;
    },
  }) as unknown as Client;

function halvesOf(types: readonly string[]): UnknownTypes {
  const unknown = new UnknownTypes(types);
  unknown.add({ id: 'c', record: contact });
  unknown.add({ id: 'c', record: gadget });
  return unknown;
}

describe('UnknownTypes', () => {
  const connection = { id: 'c', record1: contact, record2: gadget };

  it('reports a connection with a record whose type does not exist', async () => {
    const client = service(['contact'], connection);
    expect(await halvesOf(['contact']).connections(client, patience)).toEqual({
      wrong: [
        {
          connectionId: 'c',
          record1: 'contact/ines',
          record2: 'gadget/g',
          detail: 'there is no record type gadget',
        },
      ],
      unsettled: [],
    });
  });

  it.each([
    ['a type that was created during the scan', service(['contact', 'gadget'], connection)],
    ['a connection that has been deleted since', service(['contact'], undefined)],
  ])('does not report %s', async (_, client) => {
    const found = await halvesOf(['contact']).connections(client, patience);
    expect(found).toEqual({ wrong: [], unsettled: [] });
  });
});
