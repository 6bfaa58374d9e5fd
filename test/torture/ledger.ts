// The model: each request, its caller and its answer. Each caller has a unique name and sends one
// request, so that everything the service stores shows who did it.

import { unconfirmed } from '../../shared/table/engine/busy.ts';
import type { Operation } from './operations.ts';
import type { Answer } from './service.ts';

/** One request of one client, with its answers. */
export interface Entry {
  readonly actor: string;
  readonly operation: Operation;
  /** The connection, for operations on a single connection. */
  readonly connectionId?: string | undefined;
  /** All answers: more than one if it was repeated with its key. Null: no answer. */
  readonly answers: (Answer | null)[];
}

export class Ledger {
  readonly entries: Entry[] = [];
  /** The connections known to have been created, in order. */
  readonly connectionIds: string[] = [];
  /** The version of each connection as last seen. */
  readonly versions = new Map<string, number>();

  write(operation: Operation, connectionId?: string): Entry {
    const actor = `client-${this.entries.length + 1}`;
    const entry: Entry = { actor, operation, connectionId, answers: [] };
    this.entries.push(entry);
    return entry;
  }

  /** The connection to which an operation refers by number; null if there is none. */
  idOf(which: number): string | null {
    const { connectionIds } = this;
    return connectionIds[which % connectionIds.length] ?? null;
  }

  learn({ answers }: Entry): void {
    const body = answers.at(-1)?.body;
    const shown = [
      body,
      ...(body?.results ?? []).map((one: { connection?: object }) => one.connection),
    ];
    for (const one of shown) {
      if (!one?.record1RoleId && one?.record1RoleId !== null) continue;
      if (!this.connectionIds.includes(one.id)) this.connectionIds.push(one.id);
      this.versions.set(one.id, one.version);
    }
  }
}

/** Whether an answer says that the request was applied. */
export const isDone = (answer: Answer | null): answer is Answer =>
  answer !== null && answer.status < 300;

/** What Busy says of a write that the database did not confirm. */
const { message: unconfirmedDetail } = unconfirmed(undefined);

/**
 * Whether an answer says that nothing was written: a refusal or Busy. Internal errors and writes that were
 * not confirmed leave it open.
 */
export const isRefused = (answer: Answer | null): answer is Answer =>
  answer !== null &&
  answer.status >= 400 &&
  answer.status !== 500 &&
  answer.body?.detail !== unconfirmedDetail;
