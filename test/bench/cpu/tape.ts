// The HTTP layer of an SDK client: records the engine's answers once, then replays them.
import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** A signed request of the SDK. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  /** JSON. */
  readonly body: Uint8Array;
}

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** An action of a transaction, in DynamoDB's JSON. */
interface SentAction {
  readonly Key?: SentItem;
  readonly Item?: SentItem;
  readonly ConditionExpression?: string;
}
type SentItem = Readonly<Record<string, { readonly S?: string }>>;

/** The answers to one request, by operation, in the order of the calls to the engine, and what was written. */
export class Tape {
  /**
   * The items that were put, by action: its kind, its key, and `if` if it has a condition. Other actions
   * have an empty item.
   */
  readonly writes: Record<string, SentItem> = {};
  readonly #answers = new Map<string, Answer[]>();
  readonly #given = new Map<string, number>();

  note(operation: string, body: Uint8Array, answer: Answer): void {
    if (operation === 'TransactWriteItems') Object.assign(this.writes, writesIn(body));
    this.#answers.set(operation, [...(this.#answers.get(operation) ?? []), answer]);
  }

  /** The next answer to an operation; after the last one, the first again. */
  next(operation: string): Answer {
    const answers = this.#answers.get(operation) ?? [];
    const at = this.#given.get(operation) ?? 0;
    const answer = answers[at % answers.length];
    if (!answer) throw new Error(`the engine was not asked for ${operation} when it was recorded`);
    this.#given.set(operation, at + 1);
    return answer;
  }

  /** For instance `BatchGetItem, 2 Query`. */
  get calls(): string {
    return [...this.#answers]
      .map(([operation, { length }]) => (length > 1 ? `${length} ${operation}` : operation))
      .sort()
      .join(', ');
  }
}

function writesIn(transaction: Uint8Array): Record<string, SentItem> {
  const sent: { TransactItems: Record<string, SentAction>[] } = JSON.parse(
    new TextDecoder().decode(transaction),
  );
  const actions = sent.TransactItems.flatMap((action) => Object.entries(action));
  return Object.fromEntries(
    actions.map(([kind, { Key, Item, ConditionExpression }]) => {
      const { pk, sk } = Item ?? Key ?? {};
      const condition = ConditionExpression === undefined ? '' : ' if';
      return [`${kind} ${pk?.S} ${sk?.S}${condition}`, Item ?? {}];
    }),
  );
}

/** A `requestHandler` for an SDK client, from signed requests to answers. */
export class TapeDeck {
  tape = new Tape();
  #engine: URL | undefined;

  /** From now on the engine answers, and its answers are recorded on a new tape. */
  record(endpoint: string): Tape {
    this.#engine = new URL(endpoint);
    this.tape = new Tape();
    return this.tape;
  }

  /** From now on the tape answers. */
  play(tape: Tape): void {
    this.#engine = undefined;
    this.tape = tape;
  }

  async handle(sent: Sent): Promise<{ response: Answer }> {
    const operation = (sent.headers['x-amz-target'] ?? '').replace('DynamoDB_20120810.', '');
    if (this.#engine) this.tape.note(operation, sent.body, await askEngine(this.#engine, sent));
    // The SDK changes the objects it receives, so each answer is a new object.
    const { statusCode, headers, body } = this.tape.next(operation);
    return { response: { statusCode, headers: { ...headers }, body } };
  }

  destroy(): void {}
}

function askEngine(engine: URL, { method, path, headers, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(engine, { method, path, headers }, async (response) => {
      resolve({
        statusCode: response.statusCode ?? 0,
        headers: response.headers as Record<string, string>,
        body: await buffer(response),
      });
    });
    asked.on('error', reject).end(body);
  });
}
