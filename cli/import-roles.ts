// Sends connection roles that may name each other, in batches, so that each comes out complete.

import type { State } from '../shared/contracts/identifiers.ts';
import type { NewConnectionRole } from '../shared/contracts/role-schemas.ts';
import type { Api } from './api.ts';
import { batchesOf, sendItems } from './batches.ts';
import { type Entry, type Good, goodOf, withValue } from './lines.ts';
import { type Outcome, outcomesOf, weightier } from './report.ts';

/** A role of a file, with the number of the batch that it goes in. */
interface FileRole {
  readonly batch: number;
  readonly role: NewConnectionRole;
}

/**
 * Which roles of a file match, and so what each must be sent as.
 *
 * A role that is put decides its matches for both sides, save for those put in the same batch: not
 * to name a role of another batch back is to take the match away. Hence such matches are named
 * from both sides, even if the file names them from one only.
 */
export class RoleMatches {
  readonly #batches = new Map<string, number>();
  readonly #namedBy = new Map<string, string[]>();

  constructor(roles: readonly FileRole[]) {
    for (const { batch, role } of roles) {
      this.#batches.set(role.id, batch);
      for (const id of role.matchingRoleIds) {
        const names = this.#namedBy.get(id);
        if (names === undefined) this.#namedBy.set(id, [role.id]);
        else names.push(role.id);
      }
    }
  }

  /** Whether a role matches one of another batch. */
  isAcross({ batch, role }: FileRole): boolean {
    const matches = [...role.matchingRoleIds, ...(this.#namedBy.get(role.id) ?? [])];
    return matches.some((id) => (this.#batches.get(id) ?? batch) !== batch);
  }

  /** A role as it can be sent with its batch: without those that come later and do not exist yet. */
  early(one: FileRole, existing: ReadonlySet<string>): NewConnectionRole {
    const isThere = (id: string) =>
      existing.has(id) || (this.#batches.get(id) ?? one.batch) <= one.batch;
    const whole = this.whole(one, existing);
    return { ...whole, matchingRoleIds: whole.matchingRoleIds.filter(isThere) };
  }

  /** A role with all its matches, once the roles of the file exist, save for the refused ones. */
  whole(one: FileRole, existing: ReadonlySet<string>): NewConnectionRole {
    const { role } = one;
    if (!this.isAcross(one)) return role;
    const namedBy = (this.#namedBy.get(role.id) ?? []).filter((id) => existing.has(id));
    return { ...role, matchingRoleIds: [...new Set([...role.matchingRoleIds, ...namedBy])] };
  }
}

/** A role as it is in the file, and as it is put while connections are still to come. */
interface RoleLine extends FileRole {
  readonly entry: Good<NewConnectionRole>;
}

/**
 * The roles of one import; all are kept in memory, as the service itself keeps them.
 *
 * A role that is inactive in the file but not in the service stays active until `finish`, because
 * an inactive one may not be set on the connections that carry it.
 */
export class RoleImport {
  readonly #api: Api;
  readonly #outcomes = new Map<number, Outcome>();
  #toDeactivate: string[] = [];

  constructor(api: Api) {
    this.#api = api;
  }

  /** Sends the roles of a file, some of them twice; answers what became of each line, in order. */
  async send(entries: AsyncIterable<Entry<NewConnectionRole>>): Promise<Outcome[]> {
    const inService = await this.#rolesInService();
    const waits = ({ id, state }: NewConnectionRole) =>
      state === 'inactive' && inService.get(id) !== 'inactive';
    const roles: RoleLine[] = (await this.#read(entries)).map(({ batch, entry, role }) => ({
      batch,
      entry,
      role: waits(role) ? { ...role, state: 'active' } : role,
    }));

    const matches = new RoleMatches(roles);
    const existing = new Set(inService.keys());
    for (const batch of Map.groupBy(roles, ({ batch }) => batch).values()) {
      await this.#put(batch.map((one) => withValue(one.entry, matches.early(one, existing))));
      for (const { role } of this.#takenOf(batch)) existing.add(role.id);
    }
    const taken = this.#takenOf(roles);
    const across = taken.filter((one) => matches.isAcross(one));
    const whole = across.map((one) => withValue(one.entry, matches.whole(one, existing)));
    for await (const batch of batchesOf(whole)) await this.#put(goodOf(batch));

    for (const { entry } of taken.filter(({ entry }) => waits(entry.value))) {
      this.#toDeactivate.push(entry.value.id);
      this.#note({ line: entry.line, status: 'replaced' });
    }
    return [...this.#outcomes.values()].sort((one, other) => one.line - other.line);
  }

  /** Deactivates what waited for the connections to be made. */
  async finish(): Promise<void> {
    for (const id of this.#toDeactivate) {
      await this.#api.call('deactivateConnectionRole', { params: { id } });
    }
  }

  async #rolesInService(): Promise<Map<string, State>> {
    const states = new Map<string, State>();
    for await (const { id, state } of this.#api.walk('listConnectionRoles', {})) {
      states.set(id, state);
    }
    return states;
  }

  async #read(entries: AsyncIterable<Entry<NewConnectionRole>>): Promise<RoleLine[]> {
    const roles: RoleLine[] = [];
    let batch = 0;
    for await (const entriesOfBatch of batchesOf(entries)) {
      for (const entry of entriesOfBatch) {
        if ('value' in entry) roles.push({ batch, entry, role: entry.value });
        else this.#note({ line: entry.line, status: 'invalid', fault: entry.fault });
      }
      batch += 1;
    }
    return roles;
  }

  async #put(entries: readonly Good<NewConnectionRole>[]): Promise<void> {
    const items = entries.map(({ value }) => value);
    const results = await sendItems(this.#api, 'batchConnectionRoles', items);
    for (const outcome of outcomesOf(entries, results)) this.#note(outcome);
  }

  #takenOf(roles: readonly RoleLine[]): RoleLine[] {
    return roles.filter(({ entry }) => this.#outcomes.get(entry.line)?.status !== 'invalid');
  }

  /** Of two answers about one line, the one that says more stays. */
  #note(outcome: Outcome): void {
    const { line } = outcome;
    this.#outcomes.set(line, weightier(this.#outcomes.get(line) ?? outcome, outcome));
  }
}
