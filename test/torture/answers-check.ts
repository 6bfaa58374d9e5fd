// Compares the answers with the stored state: nothing acknowledged is lost, nothing refused is
// applied, nothing is applied twice.
import { type HistoryItem, livesOf } from './history-check.ts';
import { type Entry, isDone, isRefused, type Ledger } from './ledger.ts';

type Item = Record<string, unknown>;

/** The changes of each actor, as stored in the table. */
interface Deeds {
  /** Changes of connections, as record1 sees them. */
  readonly connections: readonly HistoryItem[];
  /** Changes of record types and roles, creations and deletions of records: entries by actor. */
  readonly others: readonly Item[];
  /** The current records, by the actor who changed them last. */
  readonly records: readonly Item[];
}

/** The errors by kind: `lost`, `refused but done` and `done twice`. */
export function wrongAnswers(
  ledger: Ledger,
  items: readonly Item[],
  history: readonly HistoryItem[],
): string[] {
  const all: Deeds = {
    connections: [...livesOf(history).values()].flat(),
    others: items.filter(({ sk, actor }) => actor && /^(lifetime|history)#/.test(String(sk))),
    records: items.filter(({ sk }) => sk === 'record'),
  };
  return ledger.entries.flatMap((entry) => {
    const by = ({ actor }: { actor?: unknown }) => actor === entry.actor;
    const connections = all.connections.filter(by);
    const others = all.others.filter((item) => by(item) && item.about === undefined);
    const records = all.records.filter(({ modifiedBy }) => modifiedBy === entry.actor);
    return wrongOf(entry, { connections, others, records }).map(
      (what) => `${what}: ${entry.actor} ${JSON.stringify(entry.operation)} ${statuses(entry)}`,
    );
  });
}

const statuses = ({ answers }: Entry) =>
  answers.map((one) => (one ? `${one.status} ${one.body?.code ?? ''}` : 'no answer')).join(', ');

function wrongOf(entry: Entry, deeds: Deeds): string[] {
  const { operation, connectionId, answers, actor } = entry;
  const wrong: string[] = [];
  const { connections, others, records } = deeds;
  const count = connections.length;
  // After one unknown answer it is not certain whether the operation was applied.
  const isClear = answers.every((answer) => isDone(answer) || isRefused(answer));
  const done = answers.filter(isDone);
  if (isClear && done.length === 0 && count + others.length + records.length > 0) {
    wrong.push('refused but done');
  }
  switch (operation.kind) {
    case 'create': {
      const ids = new Set(done.map(({ body }) => body.id));
      // It may also end others, which it replaces.
      const created = connections.filter(({ event }) => event === 'created');
      if (ids.size > 1 || created.length > 1) wrong.push('done twice');
      for (const id of ids) if (created[0]?.about !== id) wrong.push(`lost ${id}`);
      break;
    }
    case 'batch': {
      const results = done.flatMap(({ body }) => body.results);
      const ids = new Set(results.flatMap(({ connection }) => connection?.id ?? []));
      const isThere = (id: string) => connections.some(({ about }) => about === id);
      for (const id of ids) if (!isThere(id)) wrong.push(`lost ${id}`);
      if (count > operation.items.length) wrong.push('done twice');
      if (isClear && answers.length === 1 && count !== ids.size) wrong.push('refused but done');
      break;
    }
    case 'edit':
    case 'period':
    case 'state':
      if (count > 1) wrong.push('done twice');
      for (const { body } of done) {
        // A request for the current state is acknowledged without a change.
        if (operation.kind === 'state' && body.modifiedBy !== actor) continue;
        const isIt = (one: HistoryItem) =>
          one.about === connectionId && one.version === body.version;
        if (!connections.some(isIt)) wrong.push('lost');
      }
      break;
    case 'delete':
      if (count > 1) wrong.push('done twice');
      if (done.length > 0 && connections[0]?.event !== 'deleted') wrong.push('lost');
      break;
    case 'put record':
    case 'delete record':
    case 'merge record': {
      const isCounted = done.some(({ status }) => status !== 200);
      if (isCounted && others.length === 0) wrong.push('lost');
      if (others.length > 1) wrong.push('done twice');
      break;
    }
    case 'put role':
    case 'delete role':
      if (done.length > 0 && others.length === 0) wrong.push('lost');
      break;
  }
  return wrong;
}

/** Acknowledged versions of records that no longer exist although nobody deleted them. */
export function lostRecords(ledger: Ledger, items: readonly Item[]): string[] {
  const records = new Map(
    items
      .filter(({ sk }) => sk === 'record')
      .map((item) => [`${item.recordType}/${item.recordId}`, item]),
  );
  return ledger.entries.flatMap(({ operation, answers, actor }) => {
    if (operation.kind !== 'put record') return [];
    const item = records.get(operation.record);
    return answers.filter(isDone).flatMap(({ body }) => {
      if (!item || item.createdAt !== body.createdAt) return [];
      const isOlder = (item.version as number) < body.version;
      const isOther = item.version === body.version && item.modifiedBy !== actor;
      return isOlder || (isOther && body.modifiedBy === actor)
        ? [`lost: version ${body.version} of ${operation.record} by ${actor}`]
        : [];
    });
  });
}
