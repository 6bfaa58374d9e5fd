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
import type { Settle } from './send-in-order.ts';

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

  /** Sends a batch, and settles each line when its outcome is known. */
  async sendBatch(
    name: BatchOperation,
    lines: readonly ValidLine[],
    settle: Settle,
    mode: Mode = 'create',
  ): Promise<void> {
    const open = new Set(lines);
    const settleOpen: Settle = (line, outcome) => {
      open.delete(line);
      settle(line, outcome);
    };
    while (open.size > 0) {
      try {
        await this.#sendOpen(name, open, settleOpen, mode);
      } catch (error) {
        if (!this.#isAboutLines(error)) throw error;
        const [line, ...others] = open;
        if (line && others.length === 0) {
          if (await this.#isAtFault(error)) settleOpen(line, invalid(line, error));
          continue;
        }
        // One half after the other: the first of two lines about the same thing is sent first.
        const rest = [...open];
        const middle = Math.ceil(rest.length / 2);
        await this.sendBatch(name, rest.slice(0, middle), settleOpen, mode);
        await this.sendBatch(name, rest.slice(middle), settleOpen, mode);
      }
    }
  }

  /** Puts one record type if there is none with its name. */
  async putRecordType(line: ValidLine): Promise<Outcome> {
    const { type } = line.value;
    if (typeof type !== 'string' || type === '') return outcome(line, 'invalid', withoutType);
    for (;;) {
      try {
        return await this.repeated(() => this.#putOrCompare(type, line));
      } catch (error) {
        if (!this.#isAboutLines(error)) throw error;
        if (await this.#isAtFault(error)) return invalid(line, error);
      }
    }
  }

  async #putOrCompare(type: string, line: ValidLine): Promise<Outcome> {
    const request = { params: { type }, ...this.options };
    const body = line.value as RequestOf<'putRecordType'>['body'];
    // A type that is deleted between the two requests is put once more.
    for (;;) {
      const isNew = await this.client
        .putRecordType({ ...request, body, ifMatch: 'absent' })
        .then(() => true, falseIf('PreconditionFailed'));
      const known = isNew || (await this.client.getRecordType(request).catch(falseIf('NotFound')));
      if (!known) continue;
      this.#patience.succeeded();
      return known === true ? outcome(line, 'created') : comparedType(line, known);
    }
  }

  /** Sends lines until each has an outcome; those whose records other clients use are sent again. */
  async #sendOpen(
    name: BatchOperation,
    open: ReadonlySet<ValidLine>,
    settle: Settle,
    mode: Mode,
  ): Promise<void> {
    for (let attempt = 1; open.size > 0; attempt += 1) {
      const lines = [...open];
      const results = await this.#results(name, lines, mode);
      for (const [at, line] of lines.entries()) {
        const result = results.get(at);
        if (!result) throw new Error(`The service returned no result for line ${line.line}.`);
        if (result.problem?.code !== 'Busy') settle(line, outcomeOf(line, result));
      }
      if (open.size < lines.length) this.#patience.succeeded();
      if (open.size === 0) return;
      await this.#pause(new LiaisonProblem('Busy', 503, 'other clients use the records'), attempt);
    }
  }

  /** The results of a batch, by index. */
  async #results(name: BatchOperation, lines: readonly ValidLine[], mode: Mode) {
    const send = this.client[name] as (request: unknown) => Promise<{ results: Result[] }>;
    const body = { items: lines.map(({ value }) => value) };
    // With the same key, what the service did before it failed is not done twice.
    const request = { query: { mode }, body, idempotencyKey: crypto.randomUUID(), ...this.options };
    const { results } = await this.repeated(() => send(request));
    return new Map(results.map((result) => [result.index, result]));
  }

  /** Does it again if the service fails, a few times: one line may be the reason. */
  async repeated<Answer>(work: () => Promise<Answer>): Promise<Answer> {
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

  /**
   * Whether a line that is sent alone is at fault. If the service fails at reading, too, it is not: then
   * the line is sent again.
   * @throws the service's problem when nothing has succeeded for too long
   */
  async #isAtFault(problem: LiaisonProblem): Promise<boolean> {
    if (!hasFailed(problem)) return true;
    try {
      await this.client.listRecordTypes({ query: { limit: 1 }, ...this.options });
      return true;
    } catch (error) {
      if (!hasFailed(error)) throw error;
      await this.#pause(error, failures);
      return false;
    }
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

const invalid = (line: ValidLine, problem: LiaisonProblem): Outcome =>
  outcome(line, 'invalid', faultOf(problem));

const falseIf =
  (code: LiaisonProblem['code']) =>
  (error: unknown): false => {
    if (error instanceof LiaisonProblem && error.code === code) return false;
    throw error;
  };
