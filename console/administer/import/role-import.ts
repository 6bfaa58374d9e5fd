// Sends connection roles that may name each other, in batches, so that each comes out complete.
import { batchesOf } from './batches.ts';
import { type Entry, type Good, isGood } from './lines.ts';
import { type Outcome, weightier } from './outcomes.ts';
import { type FileRole, idOf, RoleMatches } from './role-matches.ts';
import type { Sender } from './sender.ts';

/**
 * The roles of one import; all are kept in memory, as the service itself keeps them.
 *
 * A role that is inactive in the file but not in the service stays active until `finish`, because
 * an inactive one may not be set on the connections that carry it.
 */
export class RoleImport {
  readonly #sender: Sender;
  readonly #outcomes = new Map<number, Outcome>();
  #toDeactivate: string[] = [];

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  /** Sends the roles of a file, some of them twice; answers what became of each line, in order. */
  async send(entries: AsyncIterable<Entry>): Promise<Outcome[]> {
    const inService = await this.#rolesInService();
    const waits = ({ id, state }: Good['value']) =>
      state === 'inactive' && inService.get(String(id)) !== 'inactive';
    const roles = (await this.#read(entries)).map((one) =>
      waits(one.role) ? { ...one, role: { ...one.role, state: 'active' } } : one,
    );

    const matches = new RoleMatches(roles);
    const existing = new Set(inService.keys());
    for (const batch of Map.groupBy(roles, ({ batch }) => batch).values()) {
      await this.#put(batch.map((one) => sentAs(one, matches.early(one, existing))));
      for (const { role } of this.#takenOf(batch)) existing.add(idOf(role));
    }
    const taken = this.#takenOf(roles);
    const across = taken.filter((one) => matches.isAcross(one));
    const whole = across.map((one) => sentAs(one, matches.whole(one, existing)));
    for await (const batch of batchesOf(whole)) await this.#put(batch);

    for (const { entry } of taken.filter(({ entry }) => waits(entry.value))) {
      this.#toDeactivate.push(idOf(entry.value));
      this.#note({ line: entry.line, status: 'replaced' });
    }
    return [...this.#outcomes.values()].sort((one, other) => one.line - other.line);
  }

  /** Deactivates what waited for the connections to be made. */
  async finish(): Promise<void> {
    for (const id of this.#toDeactivate) {
      await this.#sender.call('deactivateConnectionRole', { params: { id } });
    }
  }

  async #rolesInService(): Promise<Map<string, string>> {
    const states = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? { limit: 100 } : { limit: 100, cursor };
      const page = await this.#sender.call('listConnectionRoles', { query });
      for (const { id, state } of page.items) states.set(id, state);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return states;
  }

  async #read(entries: AsyncIterable<Entry>): Promise<FileRole[]> {
    const roles: FileRole[] = [];
    let batch = 0;
    for await (const entriesOfBatch of batchesOf(entries)) {
      for (const entry of entriesOfBatch) {
        if (isGood(entry)) roles.push({ batch, entry, role: entry.value });
        else this.#note({ line: entry.line, status: 'invalid', fault: entry.fault });
      }
      batch += 1;
    }
    return roles;
  }

  async #put(entries: readonly Good[]): Promise<void> {
    for (const outcome of await this.#sender.batch('batchConnectionRoles', entries)) {
      this.#note(outcome);
    }
  }

  #takenOf(roles: readonly FileRole[]): FileRole[] {
    return roles.filter(({ entry }) => this.#outcomes.get(entry.line)?.status !== 'invalid');
  }

  /** Of two answers about one line, the one that says more stays. */
  #note(outcome: Outcome): void {
    const { line } = outcome;
    this.#outcomes.set(line, weightier(this.#outcomes.get(line) ?? outcome, outcome));
  }
}

const sentAs = ({ entry }: FileRole, value: Good['value']): Good => ({
  ...entry,
  value,
  bytes: new TextEncoder().encode(JSON.stringify(value)).length,
});
