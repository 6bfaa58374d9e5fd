// Runs one sequence on its own table, step by step.
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { createTable } from '../support/create-table.ts';
import { askedFor } from './asked.ts';
import type { BusEvent } from './bus.ts';
import { type Entry, isDone, Ledger } from './ledger.ts';
import type { Engine } from './machine.ts';
import { firstRecords, firstRoles, type Operation, typeNames } from './operations.ts';
import type { Process } from './process.ts';
import type { Asked, Service } from './service.ts';
import { openFeed, type StreamFeed } from './stream-feed.ts';
import type { World } from './world.ts';

/** The projector reads two shards at the same time, each in order. */
const readers = {
  'project 0': (feed: StreamFeed) => feed.shards[0],
  'project 1': (feed: StreamFeed) => feed.shards[1],
  publish: (feed: StreamFeed) => feed.records,
} as const;
type Reader = keyof typeof readers;
const readerNames = Object.keys(readers) as Reader[];

/** How often a client repeats a request with its key after no answer or a failure. */
const repeats = 3;

export class Stage {
  readonly world: World;
  readonly service: Service;
  readonly ledger = new Ledger();
  readonly setAside: string[] = [];
  private readonly feed: StreamFeed;
  /** The position of each reader in the stream. */
  private readonly positions: Record<Reader, number> = {
    'project 0': 0,
    'project 1': 0,
    publish: 0,
  };
  /** Events that a workflow has not finished. */
  private events: BusEvent[] = [];
  private readonly done: BusEvent[] = [];
  /** Warm instances, by function. */
  private warm = new Map<string, Process>();

  private constructor(world: World, service: Service, feed: StreamFeed) {
    this.world = world;
    this.service = service;
    this.feed = feed;
  }

  /** Creates the table, its first types, roles and records; all without faults. */
  static async open(world: World, service: Service, engine: Engine): Promise<Stage> {
    await createTable(new DynamoDBClient(engine.client), world.tableName, { streamed: true });
    const feed = await openFeed(service.table, engine.streams, world.tableName);
    const stage = new Stage(world, service, feed);
    const rate = world.faultRate;
    world.faultRate = 0;
    const ask = async (asked: Omit<Asked, 'sub'>) => {
      const answer = await stage.alone('setup', (process) =>
        service.call(process, { ...asked, sub: 'setup' }),
      );
      if (!answer || answer.status >= 300) throw new Error(JSON.stringify(answer));
    };
    for (const type of typeNames) {
      const body = { displayName: type, displayCollectionName: type, connectionsEnabled: true };
      await ask({ route: 'putRecordType', path: `/v1/record-types/${type}`, body });
    }
    await ask({
      route: 'batchConnectionRoles',
      path: '/v1/connection-roles/batch',
      body: { items: firstRoles },
    });
    const items = firstRecords.map((record) => {
      const [type, id] = record.split('/');
      return { type, id, name: id, attributes: {} };
    });
    await ask({ route: 'batchRecords', path: '/v1/records/batch', body: { items } });
    world.faultRate = rate;
    return stage;
  }

  async close(): Promise<void> {
    const { db } = this.service.table;
    await db.send(new DeleteTableCommand({ TableName: this.world.tableName }));
  }

  /** Runs several operations at once. */
  async play(operations: readonly Operation[]): Promise<void> {
    const needsStream = operations.some(({ kind }) => kind === 'project' || kind === 'publish');
    if (needsStream) await this.feed.read();
    await this.world.scheduler.drive(operations.flatMap((one) => this.begin(one)));
    this.events.push(...this.service.bus.events());
    await this.repeat();
  }

  /** Repeats each request that has a key and got no answer, until it gets one. */
  private async repeat(): Promise<void> {
    for (const entry of this.ledger.entries) {
      const { operation, answers } = entry;
      if (!('withKey' in operation) || !operation.withKey) continue;
      const isOpen = () => answers.length > 0 && (answers.at(-1)?.status ?? 500) >= 500;
      while (isOpen() && answers.length <= repeats) {
        // A request whose process died keeps its key locked for some time.
        this.world.now += 40_000;
        await this.world.scheduler.drive([this.ask(entry)]);
      }
    }
  }

  private begin(operation: Operation): { process: Process; end: Promise<unknown> }[] {
    const { world, events, done } = this;
    switch (operation.kind) {
      case 'project':
        return [
          this.deliver(
            operation.shard === 0 ? 'project 0' : 'project 1',
            operation.some + 1,
            operation.again,
          ),
        ];
      case 'publish':
        return [this.deliver('publish', operation.some + 1, operation.again)];
      case 'work': {
        const event = events[operation.which] ?? done[operation.which];
        return event ? [this.work(event)] : [];
      }
      case 'new processes':
        this.warm = new Map();
        return [];
      case 'time passes':
        world.now += operation.ms;
        return [];
      default: {
        const id = 'which' in operation ? this.ledger.idOf(operation.which) : undefined;
        if (id === null) return [];
        return [this.ask(this.ledger.write(operation, id))];
      }
    }
  }

  private ask(entry: Entry) {
    const { ledger, service } = this;
    const id = entry.connectionId ?? '';
    const version = ledger.versions.get(id) ?? 1;
    const tag = (kind: 'current' | 'first' | undefined) =>
      kind && `"${kind === 'first' ? 1 : version}"`;
    const asked = askedFor(entry.operation, entry.actor, id, tag) as Asked;
    const process = this.instance(asked.route);
    const at = entry.answers.push(null) - 1;
    const end = service.call(process, asked).then((answer) => {
      entry.answers[at] = answer;
      if (isDone(answer)) ledger.learn(entry);
    });
    return { process, end };
  }

  /** Delivers the next records to a reader, and some earlier ones again. */
  private deliver(reader: Reader, some: number, again: number) {
    const { feed, positions, service } = this;
    const process = this.instance(reader);
    const from = positions[reader];
    const records = readers[reader](feed);
    const batch = records.slice(Math.max(0, from - again), from + some);
    const next = Math.min(records.length, from + some);
    const perform = reader === 'publish' ? service.publish : service.project;
    const end = (async () => {
      if (batch.length === 0) return;
      const { batchItemFailures }: DynamoDBBatchResponse = await perform(process, batch);
      if (batchItemFailures.length === 0) positions[reader] = Math.max(positions[reader], next);
    })();
    return { process, end };
  }

  private work(event: BusEvent) {
    const process = this.instance(event['detail-type']);
    const end = this.service.work(process, event).then(() => {
      this.events = this.events.filter((one) => one !== event);
      this.done.push(event);
    });
    return { process, end };
  }

  /** An instance of a function: a warm one, or a new one. */
  private instance(name: string): Process {
    const warm = this.warm.get(name);
    if (warm && !warm.isDead && this.world.chance.is(0.7)) return warm;
    const fresh = this.world.start(name);
    this.warm.set(name, fresh);
    return fresh;
  }

  /** Runs one task alone until it ends. */
  async alone<T>(name: string, run: (process: Process) => Promise<T>): Promise<T | undefined> {
    const process = this.world.start(name);
    const end = run(process);
    await this.world.scheduler.drive([{ process, end }]);
    return process.isDead ? undefined : end;
  }

  /** Runs stream readers and workflows concurrently with other tasks, until those end. */
  platform(isRunning: () => boolean) {
    const process = this.world.start('platform');
    process.isPlatform = true;
    const end = (async () => {
      while (isRunning()) {
        await this.world.scheduler.turn(process, () => this.feed.read());
        for (const reader of readerNames) await this.deliver(reader, 100, 0).end;
        this.events.push(...this.service.bus.events());
        // An event that cannot be processed yet stays until it can be, at the latest in drain().
        for (const event of [...this.events]) await this.work(event).end.catch(() => {});
      }
    })();
    return { process, end };
  }

  /** Switches the faults off and runs everything in progress to its end, including stream and events. */
  async drain(): Promise<void> {
    this.world.faultRate = 0;
    this.warm = new Map();
    await this.world.scheduler.settle();
    this.world.now += 60_000;
    const { chance, scheduler } = this.world;
    const isLate = (reader: Reader) => this.positions[reader] < readers[reader](this.feed).length;
    for (let round = 0; ; round += 1) {
      if (round > 400) throw new Error('stream and workflows do not finish');
      if (!readerNames.some(isLate)) await this.feed.read();
      const late = readerNames.filter(isLate);
      const event = this.events[0];
      if (late.length === 0 && !event) break;
      // All readers at once, as with several shards.
      const tasks =
        late.length > 0
          ? late.map((one) => this.deliver(one, 1 + chance.below(40), chance.below(10)))
          : [this.work(event as BusEvent)];
      await scheduler.drive(tasks);
      for (const { end } of tasks) {
        // A workflow that waits for the stream is retried when the stream has advanced.
        await end.catch((error: Error) => {
          if (round > 300) throw error;
        });
      }
      this.events.push(...this.service.bus.events());
    }
    this.setAside.push(...this.service.bus.setAside());
  }
}
