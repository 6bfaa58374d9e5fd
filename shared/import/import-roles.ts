// Imports connection roles that may name each other across batches, so that all matches are set.
import { everyItem } from '../client/create-client.ts';
import { batchesOf } from './import-batches.ts';
import { type Entry, isValid, type LineValue, type ValidLine, withValue } from './import-lines.ts';
import { type Outcome, outcome, weightier } from './import-outcomes.ts';
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
 * A new role sets its matches on both sides, but it may match only roles that exist or are in its
 * batch. So roles that match across batches are sent twice, and those that one side names are sent from
 * both sides. The matches of a role that exists are sent in its own order, where that does not
 * contradict the file: the service compares them.
 */
export class RoleMatches {
  readonly #batches = new Map<string, number>();
  readonly #namedBy = new Map<string, string[]>();
  readonly #stored: ReadonlyMap<string, readonly string[]>;

  /** @param stored the matches of the roles in the service before the import */
  constructor(
    roles: readonly FileRole[],
    stored: ReadonlyMap<string, readonly string[]> = new Map(),
  ) {
    this.#stored = stored;
    for (const { batch, role } of roles) {
      // Of two lines with one id, the first counts.
      if (this.#batches.has(idOf(role))) continue;
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
    const listed = matchesOf(role);
    const namedBy = (this.#namedBy.get(idOf(role)) ?? []).filter((id) => existing.has(id));
    const all = [...new Set([...listed, ...namedBy])];
    const stored = this.#stored.get(idOf(role)) ?? [];
    const isInOrder = stored.filter((id) => listed.includes(id)).join() === listed.join();
    const own = isInOrder ? stored.filter((id) => all.includes(id)) : [];
    return { ...role, matchingRoleIds: [...new Set([...own, ...all])] };
  }
}

/** A role as it is in the file, and as it is put until the connections are imported. */
interface RoleLine extends FileRole {
  readonly entry: ValidLine;
}

/**
 * The roles of one import; all are kept in memory, as the service itself keeps them.
 *
 * A role that is inactive in the file and new in the service stays active until `finish`, because
 * an inactive role cannot be set on the connections that have it.
 */
export class RoleImport {
  readonly #sender: ImportSender;
  readonly #outcomes = new Map<number, Outcome>();
  #toDeactivate: string[] = [];

  constructor(sender: ImportSender) {
    this.#sender = sender;
  }

  /** The outcome of each line so far, in order. */
  get outcomes(): Outcome[] {
    return [...this.#outcomes.values()].sort((one, other) => one.line - other.line);
  }

  /** Sends the roles of a file, some of them twice. */
  async send(entries: AsyncIterable<Entry>): Promise<void> {
    const stored = await this.#sender.repeated(() => this.#rolesInService());
    const waits = (role: LineValue) => role.state === 'inactive' && !stored.has(idOf(role));
    const roles: RoleLine[] = (await this.#read(entries)).map(({ batch, entry, role }) => ({
      batch,
      entry,
      role: waits(role) ? { ...role, state: 'active' } : role,
    }));

    const matches = new RoleMatches(roles, stored);
    const existing = new Set(stored.keys());
    for (const batch of Map.groupBy(roles, ({ batch }) => batch).values()) {
      await this.#put(batch.map((one) => withValue(one.entry, matches.early(one, existing))));
      for (const { role } of batch.filter((one) => !this.#isInvalid(one))) existing.add(idOf(role));
    }
    const across = roles.filter((one) => !this.#isInvalid(one) && matches.isAcross(one));
    const whole = (some: readonly RoleLine[]) =>
      batchesOf(some.map((one) => withValue(one.entry, matches.whole(one, existing))));
    // The matches of new roles are set again, in the order of the file; others are compared again.
    for await (const batch of whole(across.filter((one) => this.#isCreated(one)))) {
      await this.#put(batch, 'upsert');
    }
    for await (const batch of whole(across.filter((one) => !this.#isCreated(one)))) {
      await this.#put(batch);
    }
    this.#toDeactivate = roles
      .filter((one) => this.#isCreated(one) && waits(one.entry.value))
      .map(({ role }) => idOf(role));
  }

  /** Deactivates the roles that had to stay active for the connections. */
  async finish(): Promise<void> {
    const { client, options } = this.#sender;
    for (const id of this.#toDeactivate) {
      await this.#sender.repeated(() =>
        client.deactivateConnectionRole({ params: { id }, ...options }),
      );
    }
  }

  /** The matches of each role in the service. */
  async #rolesInService(): Promise<Map<string, readonly string[]>> {
    const { client, options } = this.#sender;
    const stored = new Map<string, readonly string[]>();
    for await (const { id, matchingRoleIds } of everyItem(client.listConnectionRoles, options)) {
      stored.set(id, matchingRoleIds);
    }
    return stored;
  }

  async #read(entries: AsyncIterable<Entry>): Promise<RoleLine[]> {
    const roles: RoleLine[] = [];
    let batch = 0;
    for await (const entriesOfBatch of batchesOf(entries)) {
      for (const entry of entriesOfBatch) {
        if (isValid(entry)) roles.push({ batch, entry, role: entry.value });
        else this.#note(outcome(entry, 'invalid', entry.fault));
      }
      batch += 1;
    }
    return roles;
  }

  async #put(entries: readonly ValidLine[], mode?: 'upsert'): Promise<void> {
    const settle = (_: ValidLine, one: Outcome) => this.#note(one);
    await this.#sender.sendBatch('batchConnectionRoles', entries, settle, mode);
  }

  #isInvalid = ({ entry }: RoleLine) => this.#outcomes.get(entry.line)?.status === 'invalid';

  #isCreated = ({ entry }: RoleLine) => this.#outcomes.get(entry.line)?.status === 'created';

  #note(outcome: Outcome): void {
    const { line } = outcome;
    this.#outcomes.set(line, weightier(this.#outcomes.get(line) ?? outcome, outcome));
  }
}
