// Sends the lines of an import: batches, and record types one by one.
import type { Client } from '../client/create-client.ts';
import { LiaisonProblem } from '../client/liaison-problem.ts';
import type { RequestOf } from '../client/operation-types.ts';
import type { RecordType } from '../contracts/record-type-schemas.ts';
import { type Entry, type Fault, isValid, type LineValue, type ValidLine } from './import-lines.ts';
import { type Outcome, outcomesOf, type Result } from './import-outcomes.ts';

type BatchOperation = 'batchConnectionRoles' | 'batchRecords' | 'batchConnections';

export class ImportSender {
  readonly client: Client;
  /** For each request. An import is patient: it sends each request up to 8 times. */
  readonly options: { readonly attempts: number; readonly signal?: AbortSignal };

  constructor(client: Client, signal?: AbortSignal) {
    this.client = client;
    this.options = { attempts: 8, ...(signal && { signal }) };
  }

  /** Sends the valid lines of a batch and returns the outcome of each line. */
  async sendBatch(name: BatchOperation, entries: readonly Entry[]): Promise<Outcome[]> {
    const lines = entries.filter(isValid);
    return outcomesOf(entries, lines.length === 0 ? [] : await this.#results(name, lines));
  }

  async #results(name: BatchOperation, lines: readonly ValidLine[]): Promise<readonly Result[]> {
    const body = { items: lines.map(({ value }) => value) };
    const send = this.client[name] as (
      request: RequestOf<BatchOperation>,
    ) => Promise<{ results: Result[] }>;
    try {
      const request = { body, ...this.options } as unknown as RequestOf<BatchOperation>;
      return (await send(request)).results;
    } catch (error) {
      // A single line that is too large for a body is invalid; it does not stop the import.
      const isTooLarge = error instanceof LiaisonProblem && error.code === 'PayloadTooLarge';
      if (!isTooLarge || lines.length > 1) throw error;
      return [{ index: 0, status: 'invalid', problem: faultOf(error) }];
    }
  }

  /** Puts one record type; an identical one is a duplicate. */
  async putRecordType(entry: Entry): Promise<Outcome> {
    const { line } = entry;
    if (!isValid(entry)) return { line, status: 'invalid', fault: entry.fault };
    const { type } = entry.value;
    if (typeof type !== 'string' || type === '') {
      return { line, status: 'invalid', fault: withoutType };
    }
    const request = { params: { type }, ...this.options };
    try {
      const known = await this.client.getRecordType(request).catch(undefinedIfNotFound);
      if (known && isSame(known, entry.value)) return { line, status: 'duplicate' };
      const body = entry.value as RequestOf<'putRecordType'>['body'];
      await this.client.putRecordType({ ...request, body });
      return { line, status: known ? 'replaced' : 'created' };
    } catch (error) {
      const isRefused =
        error instanceof LiaisonProblem && error.status >= 400 && error.status < 500;
      // Without the right to write types no line can be imported: not a fault of this line.
      if (!isRefused || [401, 403, 429].includes(error.status)) throw error;
      return { line, status: 'invalid', fault: faultOf(error) };
    }
  }
}

const withoutType: Fault = {
  code: 'ValidationFailed',
  detail: 'type: is missing',
  errors: [{ path: 'type', message: 'is missing' }],
};

const faultOf = ({ code, message, problem: { errors } }: LiaisonProblem): Fault => ({
  code,
  detail: message,
  ...(errors && { errors }),
});

const isSame = (known: RecordType, line: LineValue) =>
  Object.keys(line).every((field) => field in known) &&
  known.displayName === line.displayName &&
  known.displayCollectionName === (line.displayCollectionName ?? line.displayName) &&
  known.connectionsEnabled === (line.connectionsEnabled ?? false);

function undefinedIfNotFound(error: unknown): undefined {
  if (error instanceof LiaisonProblem && error.code === 'NotFound') return undefined;
  throw error;
}
