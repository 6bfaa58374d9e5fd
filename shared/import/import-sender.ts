// Sends the lines of an import: batches, and record types one by one. What fails for a time is repeated,
// and a request that is refused as a whole is split until the line at fault is found.
import { type Client, delayBefore, wait } from '../client/create-client.ts';
import { LiaisonProblem } from '../client/liaison-problem.ts';
import type { RequestOf } from '../client/operation-types.ts';
import type { ValidLine } from './import-lines.ts';
import { type Outcome, outcome, outcomeOf, type Result } from './import-outcomes.ts';
import type { Fault } from './line-faults.ts';
import type { Patience } from './patience.ts';
import { comparedType } from './record-type-line.ts';

type BatchOperation = 'batchConnectionRoles' | 'batchRecords' | 'batchConnections';

/** `create` leaves what exists as it is; `upsert` replaces it. */
type Mode = 'create' | 'upsert';

/** What is passed with each request. */
interface RequestOptions {
  readonly mayRetry: Patience['mayRetry'];
  readonly signal?: AbortSignal;
}

/** How often a request is sent if the service fails each time, before it is split. */
const failures = 3;

export class ImportSender {
  readonly client: Client;
  readonly options: RequestOptions;
  readonly #patience: Patience;

  constructor(client: Client, patience: Patience, signal?: AbortSignal) {
    this.client = client;
    this.#patience = patience;
    this.options = { mayRetry: patience.mayRetry, ...(signal && { signal }) };
  }

  /** Sends a batch and returns the outcome of each line, in order. */
  async sendBatch(
    name: BatchOperation,
    lines: readonly ValidLine[],
    mode: Mode = 'create',
  ): Promise<Outcome[]> {
    const [first] = lines;
    if (!first) return [];
    try {
      return await this.#outcomes(name, lines, mode);
    } catch (error) {
      if (!this.#isAboutLines(error)) throw error;
      if (lines.length === 1) return [outcome(first, 'invalid', faultOf(error))];
    }
    // One half after the other: the first of two lines about the same thing is sent first.
    const middle = Math.ceil(lines.length / 2);
    const before = await this.sendBatch(name, lines.slice(0, middle), mode);
    return [...before, ...(await this.sendBatch(name, lines.slice(middle), mode))];
  }

  /** Puts one record type if there is none with its name. */
  async putRecordType(line: ValidLine): Promise<Outcome> {
    const { type } = line.value;
    if (typeof type !== 'string' || type === '') return outcome(line, 'invalid', withoutType);
    const request = { params: { type }, ...this.options };
    const body = line.value as RequestOf<'putRecordType'>['body'];
    try {
      return await this.#repeated(async () => {
        const known = await this.client.getRecordType(request).catch(undefinedIfNotFound);
        if (!known) await this.client.putRecordType({ ...request, body });
        this.#patience.succeeded();
        return known ? comparedType(line, known) : outcome(line, 'created');
      });
    } catch (error) {
      if (!this.#isAboutLines(error)) throw error;
      return outcome(line, 'invalid', faultOf(error));
    }
  }

  /** The outcomes of lines; those for which the service was busy are sent again. */
  async #outcomes(
    name: BatchOperation,
    lines: readonly ValidLine[],
    mode: Mode,
  ): Promise<Outcome[]> {
    const outcomes = new Map<ValidLine, Outcome>();
    let unsettled = lines;
    for (let attempt = 1; ; attempt += 1) {
      const results = await this.#results(name, unsettled, mode);
      const busy: ValidLine[] = [];
      for (const [at, line] of unsettled.entries()) {
        const result = results.get(at);
        if (!result) throw new Error(`The service returned no result for line ${line.line}.`);
        if (result.problem?.code === 'Busy') busy.push(line);
        else outcomes.set(line, outcomeOf(line, result));
      }
      if (busy.length < unsettled.length) this.#patience.succeeded();
      if (busy.length === 0) return lines.map((line) => outcomes.get(line) as Outcome);
      await this.#pause(new LiaisonProblem('Busy', 503, 'other clients use the records'), attempt);
      unsettled = busy;
    }
  }

  /** The results of a batch, by index. */
  async #results(name: BatchOperation, lines: readonly ValidLine[], mode: Mode) {
    const send = this.client[name] as (request: unknown) => Promise<{ results: Result[] }>;
    const body = { items: lines.map(({ value }) => value) };
    // With the same key, what the service did before it failed is not done twice.
    const request = { query: { mode }, body, idempotencyKey: crypto.randomUUID(), ...this.options };
    const { results } = await this.#repeated(() => send(request));
    return new Map(results.map((result) => [result.index, result]));
  }

  /** Does it again if the service fails, a few times: one line may be the reason. */
  async #repeated<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!hasFailed(error) || attempt === failures) throw error;
        await this.#pause(error, attempt);
      }
    }
  }

  /** Waits before the next attempt. @throws the problem when nothing has succeeded for too long */
  async #pause(problem: LiaisonProblem, attempt: number): Promise<void> {
    if (!this.#patience.mayRetry(problem)) throw problem;
    await wait(delayBefore(attempt, null, Math.random()), this.options.signal);
  }

  /** Whether a line of the request is at fault, rather than the token, the address or the service. */
  #isAboutLines(error: unknown): error is LiaisonProblem {
    if (hasFailed(error)) return !this.#patience.isOver;
    return error instanceof LiaisonProblem && [400, 409, 413].includes(error.status);
  }
}

const hasFailed = (error: unknown): error is LiaisonProblem =>
  error instanceof LiaisonProblem && error.status === 500;

const withoutType: Fault = {
  code: 'ValidationFailed',
  detail: 'type: is missing',
  errors: [{ path: 'type', message: 'is missing' }],
};

/** The problem of a request with one line; in a batch its fields are those of `items[0]`. */
function faultOf({ code, status, message, problem }: LiaisonProblem): Fault {
  const own = (text: string) => text.replace(/^items\[0\]\.?/, '');
  const errors = problem.errors?.map((error) => ({ ...error, path: own(error.path) }));
  return {
    // A gateway may refuse a large body without a code.
    code: problem.code ?? (status === 413 ? 'PayloadTooLarge' : code),
    detail: own(message),
    ...(errors && { errors }),
  };
}

function undefinedIfNotFound(error: unknown): undefined {
  if (error instanceof LiaisonProblem && error.code === 'NotFound') return undefined;
  throw error;
}
