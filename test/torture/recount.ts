// Counts a table again from its halves and records, and compares with the stored counts.
import type { Half } from '../../shared/domain/perspective.ts';
import { ends } from '../../shared/domain/perspective.ts';

type Item = Record<string, unknown>;
type Counts = Map<string, number>;

const add = (counts: Counts, name: string, amount = 1) =>
  counts.set(name, (counts.get(name) ?? 0) + amount);

/** The expected counts, by name. */
function right(items: readonly Item[], halves: readonly Half[]): Counts {
  const counts: Counts = new Map();
  const holders = new Set<string>();
  for (const half of halves) {
    const { own, connected } = ends(half);
    const { state } = half.connection;
    for (const name of [`record ${own.type}/${own.id}`, `type ${own.type}`]) {
      add(counts, `${name} total`);
      add(counts, `${name} type:${connected.type}`);
      add(counts, `${name} state:${state}`);
      if (own.roleId !== null) add(counts, `${name} role:${own.roleId}`);
    }
    if (own.roleId !== null) {
      add(counts, `role ${own.roleId} total`);
      add(counts, `role ${own.roleId} type:${own.type}`);
      holders.add(`${own.roleId} ${own.type} ${own.id}`);
    }
    if (half.side === 'record2') continue;
    for (const type of new Set([own.type, connected.type])) add(counts, `type ${type} connections`);
    for (const role of new Set([own.roleId, connected.roleId])) {
      if (role !== null) add(counts, `role ${role} connections`);
    }
  }
  for (const holder of holders) {
    const [role, type] = holder.split(' ');
    add(counts, `holder ${holder}`);
    add(counts, `role ${role} records`);
    add(counts, `role ${role} records:${type}`);
  }
  for (const { sk, recordType, mergedInto } of items)
    if (sk === 'record' && !mergedInto) add(counts, `type ${recordType} records`);
  return counts;
}

/** The stored counts, by name. */
function kept(items: readonly Item[]): Counts {
  const counts: Counts = new Map();
  for (const { pk, sk, cells, ...item } of items) {
    const [kind, ...rest] = String(pk).split('#');
    const name = rest.join('/');
    if (sk === 'summary') {
      for (const [cell, amount] of Object.entries(cells as Record<string, number>)) {
        add(counts, `record ${name} ${cell}`, amount);
      }
    } else if (kind === 'type-counts' || kind === 'role-counts') {
      for (const [cell, amount] of Object.entries(item)) {
        add(
          counts,
          `${kind === 'type-counts' ? 'type' : 'role'} ${name} ${cell}`,
          amount as number,
        );
      }
    } else if (String(sk).startsWith('held-role#')) {
      add(counts, `holder ${item.heldRoleId} ${item.holderType} ${item.holderId}`);
    }
  }
  return counts;
}

/** Each count that differs from its expected value. */
export function miscounts(items: readonly Item[], halves: readonly Half[]): string[] {
  const [should, is] = [right(items, halves), kept(items)];
  return [...new Set([...should.keys(), ...is.keys()])].flatMap((name) => {
    const [wanted, found] = [should.get(name) ?? 0, is.get(name) ?? 0];
    return wanted === found ? [] : [`${name} is ${found}, not ${wanted}`];
  });
}
