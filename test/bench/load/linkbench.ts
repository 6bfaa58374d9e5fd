// LinkBench (Armstrong et al., SIGMOD 2013): the operations, their shares, and their edges.
import { below, type Random, seeded, shuffled, zipf } from '../random.ts';
import type { Operation } from './open-loop.ts';
import { type Link, requests } from './requests.ts';

export type Kind = 'add' | 'delete' | 'update' | 'count' | 'get' | 'list' | 'multi-get';

/** Shares in percent, edges only: as published, and as Facebook measured again in 2017. */
export const mixes: Readonly<Record<string, Partial<Record<Kind, number>>>> = {
  original: { add: 11.81, delete: 3.93, update: 10.53, count: 6.42, get: 0.69, list: 66.62 },
  '2017 refresh': {
    ...{ add: 10.68, delete: 1.96, update: 9.5, count: 8.54, list: 45.06 },
    'multi-get': 24.25,
  },
};

/** How often the edge of an operation already exists. */
const existing = { add: 0.05, update: 0.9, delete: 0.9, get: 0.5 } as const;
/** The average number of edges that a multi-get requests; at least one. */
const meanMultiGet = 2.6;
const exponents = { read: 0.8, write: 0.741 } as const;

/** Out-degrees as published, by share of the users; values between them are interpolated logarithmically. */
const quantiles = [
  [0.5, 1],
  [0.9, 3],
  [0.99, 15],
  [0.999, 264],
  [0.9999, 6051],
] as const;

/** The out-degree at a position, 0 to 1, in the order of degrees; half of the users have none. */
function degreeAt(place: number): number {
  for (const [at, [to, high]] of quantiles.entries()) {
    if (place > to) continue;
    const [from, low] = quantiles[at - 1] ?? [0, 0];
    return low === 0 ? 0 : Math.floor(low * (high / low) ** ((place - from) / (to - from)));
  }
  return 6051;
}

/** The number of pages: enough for the user with the most edges. */
export const pagesFor = (users: number) => 2 * users;

/** The edges at the start: for each user, the pages to which it is connected. */
export function startingLinks(users: number): readonly (readonly Link[])[] {
  const random = seeded('starting links');
  let made = 0;
  return shuffled(random, users).map((rank, from) => {
    const pages = new Set<number>();
    const degree = Math.min(pagesFor(users), degreeAt((rank + 0.5) / users));
    while (pages.size < degree) pages.add(below(random, pagesFor(users)));
    return [...pages].map((to) => {
      made += 1;
      return { id: `0190a1b2-0000-7000-8000-${made.toString(16).padStart(12, '0')}`, from, to };
    });
  });
}

/** The current edges of one table, and the next operations. */
export class Edges {
  readonly #links: Link[][];
  readonly #readRank: (random: Random) => number;
  readonly #writeRank: (random: Random) => number;
  readonly #readOrder: readonly number[];
  readonly #writeOrder: readonly number[];

  constructor(starting: readonly (readonly Link[])[]) {
    this.#links = starting.map((links) => [...links]);
    const { length } = this.#links;
    this.#readRank = zipf(length, exponents.read);
    this.#writeRank = zipf(length, exponents.write);
    // How often a user is requested does not depend on its number of edges.
    this.#readOrder = shuffled(seeded('read order'), length);
    this.#writeOrder = shuffled(seeded('write order'), length);
  }

  /** The same seed gives the same operations on the same users in the same order. */
  next(mix: Partial<Record<Kind, number>>, random: Random): Operation {
    const kind = drawn(mix, random);
    const isThere = (share: number) => random() < share;
    switch (kind) {
      case 'add': {
        const known = isThere(existing.add) && this.#existing(this.#written, random);
        const from = known ? known.from : this.#written(random);
        const to = known ? known.to : below(random, pagesFor(this.#links.length));
        return requests.add(from, to, (id) => this.#links[from]?.push({ id, from, to }));
      }
      case 'delete': {
        const known = isThere(existing.delete) && this.#existing(this.#written, random);
        if (known) this.#forget(known);
        return requests.delete(known ? known.id : absent(random));
      }
      case 'update': {
        const known = isThere(existing.update) && this.#existing(this.#written, random);
        return requests.update(known ? known.id : absent(random), `changed ${below(random, 1e9)}`);
      }
      case 'count':
        return requests.count(this.#read(random));
      case 'list':
        return requests.list(this.#read(random));
      default: {
        let times = 1;
        while (kind === 'multi-get' && random() > 1 / meanMultiGet) times += 1;
        const ids = Array.from({ length: times }, () => {
          const known = isThere(existing.get) && this.#existing(this.#read, random);
          return known ? known.id : absent(random);
        });
        return requests.get(kind, ids);
      }
    }
  }

  readonly #read = (random: Random) => this.#readOrder[this.#readRank(random)] as number;
  readonly #written = (random: Random) => this.#writeOrder[this.#writeRank(random)] as number;

  /** An edge of a random user that has edges. */
  #existing(draw: (random: Random) => number, random: Random): Link {
    for (;;) {
      const links = this.#links[draw(random)] as Link[];
      if (links.length > 0) return links[below(random, links.length)] as Link;
    }
  }

  #forget({ from, id }: Link): void {
    const links = this.#links[from] as Link[];
    this.#links[from] = links.filter((link) => link.id !== id);
  }
}

function drawn(mix: Partial<Record<Kind, number>>, random: Random): Kind {
  const shares = Object.entries(mix) as [Kind, number][];
  let left = random() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [kind, share] of shares) {
    left -= share;
    if (left < 0) return kind;
  }
  return 'list';
}

/** An id without a connection; not a recent one, for which the service would search longer. */
const absent = (random: Random) =>
  `0190a1b2-ffff-7000-8000-${below(random, 2 ** 40)
    .toString(16)
    .padStart(12, '0')}`;
