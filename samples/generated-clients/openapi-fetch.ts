// Connects two records with the client that openapi-typescript and openapi-fetch make of the description.
import createClient from 'openapi-fetch';
import type { components, paths } from './schema.d.ts';

const { URL: baseUrl = '', TOKEN: token = '' } = process.env;
const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${token}` } });

const [ada, bo] = ['ada', 'bo'].map((id) => ({ type: 'generated_one', id })) as [Key, Key];
type Key = components['schemas']['RecordReference'];

const type = { params: { path: { type: ada.type } } };
await client.PUT('/v1/record-types/{type}', {
  ...type,
  body: { displayName: 'One', connectionsEnabled: true },
});
for (const path of [ada, bo]) {
  await client.PUT('/v1/records/{type}/{id}', { params: { path }, body: { name: path.id } });
}

const body = { record1: ada, record2: bo, title: 'Friends', attributes: { since: [2020] } };
const created = await client.POST('/v1/connections', { body });
if (!created.data) throw new Error(created.error.detail);
const connection: components['schemas']['Connection'] = created.data;
console.log('created', connection.name, created.response.headers.get('etag'));

const { data: read } = await client.GET('/v1/connections/{id}', {
  params: { path: { id: connection.id } },
});
console.log('read', read?.title, read?.attributes?.since);

const { data: list } = await client.GET('/v1/records/{type}/{id}/connections', {
  params: { path: bo, query: { connectedType: ada.type, limit: 5 } },
});
console.log('listed', list?.items.map(({ name }) => name).join());

const { error } = await client.POST('/v1/connections', { body });
if (error?.code === 'ConnectionExists') {
  console.log('refused', error.existingId === connection.id, error.existingState);
}

const { data: batch } = await client.POST('/v1/connections/batch', {
  params: { query: { mode: 'upsert' } },
  body: { items: [body, { ...body, title: 'Colleagues' }, { record1: ada, record2: ada }] },
});
for (const result of batch?.results ?? []) {
  if (result.status === 'created' || result.status === 'identical') {
    console.log(result.status, result.connection.title);
  } else if (result.status === 'updated') console.log(result.changes.length);
  else console.log(result.status, result.problem.code);
}
