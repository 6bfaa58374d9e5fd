// A hospital keeps who treats whom in Liaison: its types and roles, 300 records and their connections, and the
// questions that its staff ask. Run it twice: counts follow a write within a second.
import { createClient, everyChange, everyItem, type LiaisonProblem } from 'liaison/client';

const { LIAISON_URL: url = 'http://127.0.0.1:3000', LIAISON_TOKEN: token = '' } = process.env;
const api = createClient({ url, token });
const show = (question: string, answer: unknown) => console.log(question, JSON.stringify(answer));
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
const key = (type: string, at: number) => ({ type, id: `${type}-${at}` });

for (const displayName of ['Physician', 'Patient', 'Case']) {
  const params = { type: displayName.toLowerCase() };
  await api.putRecordType({ params, body: { displayName, connectionsEnabled: true } });
}
const roles = [
  { id: 'doctor', name: 'Doctor', matchingRoleIds: ['patient'], recordTypes: ['physician'] },
  { id: 'patient', name: 'Patient', matchingRoleIds: ['doctor'], recordTypes: ['patient'] },
  { id: 'attending', name: 'Attending', category: 'service' },
];
await api.batchConnectionRoles({ body: { items: roles } });
const records = [
  ...numbers(20).map((at) => ({ ...key('physician', at), name: `Dr. Ada Novak ${at}` })),
  ...numbers(200).map((at) => ({ ...key('patient', at), name: `Bo Lindqvist ${at}` })),
  ...numbers(80).map((at) => {
    const attributes = { status: at % 4 === 0 ? 'open' : 'closed', cost: 1000 * at };
    return { ...key('case', at), name: `Case ${at}`, attributes };
  }),
];
const treatments = numbers(280).map((at) => ({
  record1: key('physician', at % 20),
  record1RoleId: at < 200 ? 'doctor' : 'attending',
  record2: at < 200 ? key('patient', at) : key('case', at - 200),
  effectiveStart: '2026-01-01',
  externalId: { source: 'ward', key: `${at}` },
}));
for (const from of [0, 100, 200]) {
  await api.batchRecords({ body: { items: records.slice(from, from + 100) } });
}
for (const from of [0, 100, 200]) {
  const body = { items: treatments.slice(from, from + 100) };
  const { results } = await api.batchConnections({ body });
  for (const one of results) if (one.status === 'invalid') show('refused', one.problem.detail);
}

const ada = { params: key('physician', 0) };
async function count(items: AsyncIterable<unknown>) {
  let sum = 0;
  for await (const _ of items) sum += 1;
  return sum;
}
const listed = (query: object) => count(everyItem(api.listConnectionsOfRecord, { ...ada, query }));
const [first] = (await api.listConnectionsOfRecord({ ...ada, query: { limit: 1 } })).items;
if (!first) throw new Error('Ada has no connections');
const params = { id: first.id };
const edit = { params, body: { description: `Seen ${Date.now()}` }, ifMatch: first.version };
show('edited', (await api.patchConnection(edit)).version > first.version);
show('outdated', await api.patchConnection(edit).catch(({ code }: LiaisonProblem) => code));

show('1 connections', await listed({}));
show('2 roles of a record', (await api.listRolesOfRecord(ada)).total);
show('3 of a type', (await api.listRolesOfRecordType({ params: { type: 'physician' } })).total);
show('4 as a doctor', await listed({ roleId: 'doctor' }));
const costly = { connectedType: 'case', filter: "status eq 'open' and cost gt 20000" };
show('5 open cases over 20,000', await listed({ roleId: 'attending', ...costly }));
show('6 matches', (await api.listMatchingRoles({ params: { id: 'doctor' } })).items[0]?.id);
show('7 patients', await count(everyItem(api.listRecordsOfRole, { params: { id: 'patient' } })));
show('8 on a day', await listed({ category: 'service', state: 'active', activeOn: '2026-02-01' }));
show('9 by type', (await api.getRecordSummary(ada)).byConnectedType);
show('10 graph', (await api.getGraph({ ...ada, query: { depth: 2 } })).nodes.length);
show('11 history', (await api.listConnectionHistory({ params })).items[0]?.changes[0]?.field);
const external = { externalSource: 'ward', externalKey: '7' };
const words = { query: { search: '7 nov' } };
show('12 by words of a name', (await api.searchRecords(words)).items.length);
show('12 by external id', (await api.listConnections({ query: external })).items.length);
const query = { ownerId: first.ownerId };
show('12 by owner', await count(everyItem(api.listConnections, { query })));
show('12 of many', (await api.readConnections({ body: { records: [ada.params] } })).results.length);
show('12 changes', await count(everyChange(api.listChanges, {})));
