// Imports connection roles that may name each other across batches, so that all matches are set.
import { everyItem } from '../client/create-client.ts';
import { batchesOf } from './import-batches.ts';
import { type Entry, isValid, type LineValue, type ValidLine, withValue } from './import-lines.ts';
import { type Outcome, weightier } from './import-outcomes.ts';
import type { ImportSender } from './import-sender.ts';

/** A role of a file, with the number of the batch that it is sent in. */
interface FileRole {
  readonly batch: number;
  readonly role: LineValue;
}

const idOf = ({ id }: LineValue) => String(id);

/** What the service would refuse anyway counts as no matches. */
const matchesOf = ({ matchingRoleIds }: LineValue): string[] =>
  Array.isArray(matchingRoleIds) ? matchingRoleIds.map(String) : [];

/**
 * Which roles of a file match, and so what each must be sent as.
 *
 * Putting a role sets its matches on both sides, except for roles put in the same batch. A role that
 * does not name a matching role of an earlier batch would therefore remove that match. So matches
 * across batches are sent from both sides, even if the file names them from one only.
 */
export class RoleMatches {
  readonly #batches = new Map<string, number>();
  readonly #namedBy = new Map<string, string[]>();

  constructor(roles: readonly FileRole[]) {
    for (const { batch, role } of roles) {
      this.#batches.set(idOf(role), batch);
      for (const id of matchesOf(role)) {
        const names = this.#namedBy.get(id);
        if (names === undefined) this.#namedBy.set(id, [idOf(role)]);
        else names.push(idOf(role));
      }
    }
  }

  /** Whether a role matches one of another batch. */
  isAcross({ batch, role }: FileRole): boolean {
    const matches = [...matchesOf(role), ...(this.#namedBy.get(idOf(role)) ?? [])];
    return matches.some((id) => (this.#batches.get(id) ?? batch) !== batch);
  }

  /** The role to send with its batch: without matches that come later and do not exist yet. */
  early(one: FileRole, existing: ReadonlySet<string>): LineValue {
    if (!this.isAcross(one)) return one.role;
    const exists = (id: string) =>
      existing.has(id) || (this.#batches.get(id) ?? one.batch) <= one.batch;
    const whole = this.whole(one, existing);
    return { ...whole, matchingRoleIds: matchesOf(whole).filter(exists) };
  }

  /** The role with all its matches, except refused ones, once the roles of the file exist. */
  whole(one: FileRole, existing: ReadonlySet<string>): LineValue {
    const { role } = one;
    if (!this.isAcross(one)) return role;
    const namedBy = (this.#namedBy.get(idOf(role)) ?? []).filter((id) => existing.has(id));
    return { ...role, matchingRoleIds: [...new Set([...matchesOf(role), ...namedBy])] };
  }
}

/** A role as it is in the file, and as it is put until the connections are imported. */
interface RoleLine extends FileRole {
  readonly entry: ValidLine;
}

/**
 * The roles of one import; all are kept in memory, as the service itself keeps them.
 *
 * A role that is inactive in the file but not in the service stays active until `finish`, because
 * an inactive role cannot be set on the connections that have it.
 */
export class RoleImport {
  readonly #sender: ImportSender;
  readonly #outcomes = new Map<number, Outcome>();
  #toDeactivate: string[] = [];

  constructor(sender: ImportSender) {
    this.#sender = sender;
  }

  /** Sends the roles of a file, some of them twice; returns the outcome of each line, in order. */
  async send(entries: AsyncIterable<Entry>): Promise<Outcome[]> {
    const inService = await this.#rolesInService();
    const waits = (role: LineValue) =>
      role.state === 'inactive' && inService.get(idOf(role)) !== 'inactive';
    const roles: RoleLine[] = (await this.#read(entries)).map(({ batch, entry, role }) => ({
      batch,
      entry,
      role: waits(role) ? { ...role, state: 'active' } : role,
    }));

    const matches = new RoleMatches(roles);
    const existing = new Set(inService.keys());
    for (const batch of Map.groupBy(roles, ({ batch }) => batch).values()) {
      await this.#put(batch.map((one) => withValue(one.entry, matches.early(one, existing))));
      for (const { role } of this.#acceptedOf(batch)) existing.add(idOf(role));
    }
    const accepted = this.#acceptedOf(roles);
    const across = accepted.filter((one) => matches.isAcross(one));
    const whole = across.map((one) => withValue(one.entry, matches.whole(one, existing)));
    for await (const batch of batchesOf(whole)) await this.#put(batch);

    for (const { entry } of accepted.filter(({ entry }) => waits(entry.value))) {
      this.#toDeactivate.push(idOf(entry.value));
      this.#note({ line: entry.line, status: 'replaced' });
    }
    return [...this.#outcomes.values()].sort((one, other) => one.line - other.line);
  }

  /** Deactivates the roles that had to stay active for the connections. */
  async finish(): Promise<void> {
    const { client, options } = this.#sender;
    for (const id of this.#toDeactivate) {
      await client.deactivateConnectionRole({ params: { id }, ...options });
    }
  }

  async #rolesInService(): Promise<Map<string, string>> {
    const { client, options } = this.#sender;
    const states = new Map<string, string>();
    for await (const { id, state } of everyItem(client.listConnectionRoles, options)) {
      states.set(id, state);
    }
    return states;
  }

  async #read(entries: AsyncIterable<Entry>): Promise<RoleLine[]> {
    const roles: RoleLine[] = [];
    let batch = 0;
    for await (const entriesOfBatch of batchesOf(entries)) {
      for (const entry of entriesOfBatch) {
        if (isValid(entry)) roles.push({ batch, entry, role: entry.value });
        else this.#note({ line: entry.line, status: 'invalid', fault: entry.fault });
      }
      batch += 1;
    }
    return roles;
  }

  async #put(entries: readonly ValidLine[]): Promise<void> {
    for (const outcome of await this.#sender.sendBatch('batchConnectionRoles', entries)) {
      this.#note(outcome);
    }
  }

  #acceptedOf(roles: readonly RoleLine[]): RoleLine[] {
    return roles.filter(({ entry }) => this.#outcomes.get(entry.line)?.status !== 'invalid');
  }

  #note(outcome: Outcome): void {
    const { line } = outcome;
    this.#outcomes.set(line, weightier(this.#outcomes.get(line) ?? outcome, outcome));
  }
}
