// Connects two records with the client that @hey-api/openapi-ts makes of the description.
import { client } from './hey-api/client.gen.ts';
import {
  batchConnections,
  createConnection,
  getConnection,
  listConnectionsOfRecord,
  putRecord,
  putRecordType,
} from './hey-api/sdk.gen.ts';
import type { Connection, RecordReference } from './hey-api/types.gen.ts';

const { URL: baseUrl = '', TOKEN: token = '' } = process.env;
client.setConfig({ baseUrl, auth: () => token });

const [ada, bo] = ['ada', 'bo'].map((id) => ({ type: 'generated_two', id })) as [Key, Key];
type Key = RecordReference;

await putRecordType({
  path: { type: ada.type },
  body: { displayName: 'Two', connectionsEnabled: true },
});
for (const path of [ada, bo]) await putRecord({ path, body: { name: path.id } });

const body = { record1: ada, record2: bo, title: 'Friends', attributes: { since: [2020] } };
const created = await createConnection({ body });
if (!created.data) throw new Error(created.error.detail);
const connection: Connection = created.data;
console.log('created', connection.name, created.response?.headers.get('etag'));

const { data: read } = await getConnection({ path: { id: connection.id } });
console.log('read', read?.title, read?.attributes?.since);

const { data: list } = await listConnectionsOfRecord({
  path: bo,
  query: { connectedType: ada.type, limit: 5 },
});
console.log('listed', list?.items.map(({ name }) => name).join());

const { error } = await createConnection({ body });
if (error?.code === 'ConnectionExists') {
  console.log('refused', error.existingId === connection.id, error.existingState);
}

const { data: batch } = await batchConnections({
  query: { mode: 'upsert' },
  body: { items: [body, { ...body, title: 'Colleagues' }, { record1: ada, record2: ada }] },
});
for (const result of batch?.results ?? []) {
  if (result.status === 'created' || result.status === 'identical') {
    console.log(result.status, result.connection.title);
  } else if (result.status === 'updated') console.log(result.changes.length);
  else console.log(result.status, result.problem.code);
}
