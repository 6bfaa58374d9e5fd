// Liaison and the services with which it is compared, each with its recorded answers of the engine.
import assert from 'node:assert/strict';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { HttpEvent, HttpResult } from '../../../functions/http/http-exchange.ts';
import { routes } from '../../../shared/contracts/routes.ts';
import { currentCatalog } from '../../../shared/table/catalog/read-catalog.ts';
import { openTable } from '../../../shared/table/engine/open-table.ts';
import { checkingShards } from '../../../shared/table/engine/shard-count.ts';
import { createTable } from '../../support/create-table.ts';
import { httpEvent, lambdaContext } from '../../support/http-event.ts';
import { openFunctions } from '../../support/open-functions.ts';
import { testAccess } from '../../support/test-access.ts';
import { byClient } from './by-client.ts';
import { byDocumentClient } from './by-document-client.ts';
import { byElectro } from './by-electro.ts';
import { fillCompany } from './fill-company.ts';
import type { Known, RequestName, Service } from './items.ts';
import { type Tape, TapeDeck } from './tape.ts';

export const names = ['create', 'patch', 'get', 'delete', 'page', 'roles', 'graph'] as const;

/** Builds a request to a service. @param id of the connection that the service has created */
function requestOf(name: RequestName, id: string): HttpEvent {
  const made = `/v1/connections/${id}`;
  const record = '/v1/records/contact/rafael';
  switch (name) {
    case 'create':
      return httpEvent(routes.createConnection, '/v1/connections', {
        body: {
          record1: { type: 'contact', id: 'lonely' },
          record1RoleId: 'client',
          record2: { type: 'account', id: 'acc-1' },
          record2RoleId: 'vendor',
          description: 'Introduced by Ines in May',
          effectiveStart: '2026-01-01',
        },
      });
    case 'patch':
      return httpEvent(routes.patchConnection, made, {
        body: { description: 'Met again in June' },
      });
    case 'get':
      return httpEvent(routes.getConnection, made);
    case 'delete':
      return httpEvent(routes.deleteConnection, made);
    case 'page':
      return httpEvent(routes.listConnectionsOfRecord, `${record}/connections`);
    case 'roles':
      return httpEvent(routes.listRolesOfRecord, `${record}/roles`);
    case 'graph':
      return httpEvent(routes.getGraph, `${record}/graph?roleId=salesperson`);
  }
}

/** A service with its recorded answers: one call of `run` is one request without the engine. */
export interface Recorded {
  readonly name: string;
  readonly calls: Readonly<Record<RequestName, string>>;
  /** Prepares the request with this name; each call of the result then makes it once. */
  ready(name: RequestName): () => Promise<HttpResult>;
}

/**
 * Fills a table in an engine, and sends each request once to each service. Once per process: Liaison's functions
 * keep their table.
 * @throws if a service makes other calls than Liaison, answers differently, or does not write what Liaison writes
 */
export async function recordServices(endpoint: string): Promise<Recorded[]> {
  const tableName = 'bench-cpu';
  const near = testAccess(endpoint);
  const db = new DynamoDBClient(near);
  await createTable(db, tableName);
  const filled = checkingShards(openTable(tableName, 4, { client: near }));
  await fillCompany(filled);
  const { roles } = await currentCatalog(filled);
  const known: Known = { tableName, shards: 4, roles };

  const liaison = await liaisonOn(known);
  const first = await record('Liaison', liaison.deck, liaison.service, endpoint);
  const recorded = [first.recorded];
  for (const [name, make] of [
    ['lib-dynamodb', byDocumentClient],
    ['ElectroDB', byElectro],
    ['client-dynamodb', byClient],
  ] as const) {
    const deck = new TapeDeck();
    const other = await record(name, deck, make(known, { requestHandler: deck }), endpoint);
    for (const request of names) {
      assertSame(`${name}, ${request}`, other.done[request], first.done[request]);
    }
    recorded.push(other.recorded);
  }
  filled.db.destroy();
  db.destroy();
  return recorded;
}

async function liaisonOn({ tableName, shards }: Known) {
  const { table, handlers } = await openFunctions(tableName, shards, {
    // As in Lambda: these add headers to each call.
    AWS_SESSION_TOKEN: 'token'.repeat(200),
    AWS_LAMBDA_FUNCTION_NAME: 'liaison',
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
  });
  const deck = new TapeDeck();
  // The clock stands still, so that warm caches do not expire.
  const now = Date.now();
  Object.assign(table, { clock: () => now });
  Object.assign(table.db.config, { requestHandler: deck });
  const handler = (capability: 'connections' | 'queries') => (event: HttpEvent) =>
    handlers[capability](event, lambdaContext());
  const [write, read] = [handler('connections'), handler('queries')];
  const service: Service = {
    ...{ create: write, patch: write, delete: write },
    ...{ get: read, page: read, roles: read, graph: read },
  };
  return { deck, service };
}

/** What a service did for a request, without what differs each time. */
interface Done {
  readonly calls: readonly string[];
  /** Status and body, in many lines. */
  readonly answer: string;
  readonly writes: Tape['writes'];
}

async function record(name: string, deck: TapeDeck, service: Service, endpoint: string) {
  const tapes = {} as Record<RequestName, Tape>;
  const done = {} as Record<RequestName, Done>;
  let id = '';
  // The first request fills the caches in memory.
  deck.record(endpoint);
  await service.page(requestOf('page', id));
  for (const request of names) {
    const tape = deck.record(endpoint);
    const { statusCode = 0, body } = await service[request](requestOf(request, id));
    if (statusCode >= 300) throw new Error(`${name}: ${request} is answered ${statusCode} ${body}`);
    const sent = body === undefined ? undefined : JSON.parse(body);
    if (request === 'create') id = sent.id;
    tapes[request] = tape;
    done[request] = {
      calls: callsOf(tape),
      answer: withoutChance(`${statusCode}\n${JSON.stringify(sent, null, 1)}`),
      writes: JSON.parse(withoutChance(JSON.stringify(tape.writes))),
    };
  }
  const recorded: Recorded = {
    name,
    calls: Object.fromEntries(names.map((one) => [one, tapes[one].calls])) as Recorded['calls'],
    ready(request) {
      deck.play(tapes[request]);
      const event = requestOf(request, id);
      return () => service[request](event);
    },
  };
  return { recorded, done };
}

/** Without ids, times and cursors. */
const withoutChance = (text: string) =>
  text
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '(id)')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '(time)')
    .replace(/("expiresAt":\{"N":)"\d+"/g, '$1"(time)"')
    .replace(/"nextCursor": "[^"]*"/, '"nextCursor": "(cursor)"');

/** In order. ElectroDB reads items of several kinds in a transaction, where others read a batch. */
const callsOf = ({ calls }: Tape) =>
  calls.replace('TransactGetItems', 'BatchGetItem').split(', ').sort();

/** @throws if the calls, the answers or the writes differ; the items may have attributes in addition to Liaison's */
function assertSame(what: string, done: Done, byLiaison: Done): void {
  try {
    assert.deepEqual(done.calls, byLiaison.calls);
    assert.equal(done.answer, byLiaison.answer);
    assert.deepEqual(Object.keys(done.writes).sort(), Object.keys(byLiaison.writes).sort());
    assert.partialDeepStrictEqual(done.writes, byLiaison.writes);
  } catch (error) {
    throw new Error(`${what}: not the same as Liaison (-)\n${(error as Error).message}`);
  }
}
