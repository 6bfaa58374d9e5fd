// Reads the halves of another reader in the order of a field: all of them at first, so there may not be many.

import type { OrderBy } from '../../contracts/connection-query-schemas.ts';
import {
  comparePlaces,
  mostSorted,
  type OrderPlace,
  placeIn,
  tooManyToSort,
} from '../../domain/connection-order.ts';
import type { HalfPage, HalfReader, PositionedHalf } from './fill-page.ts';

/** The place of the last half in the order, also if that half is not there any more; undefined at the start. */
export interface SortedPosition {
  readonly after?: OrderPlace;
}

/** Halves that change their place while a list is read may be repeated or skipped; the others are not. */
export class SortedHalfReader implements HalfReader<SortedPosition> {
  readonly #reader: HalfReader<unknown>;
  readonly #orderBy: OrderBy;
  #position: SortedPosition | undefined;
  /** Those after the position, in order. */
  #left: PositionedHalf<SortedPosition>[] | undefined;

  constructor(reader: HalfReader<unknown>, orderBy: OrderBy, position: SortedPosition = {}) {
    this.#reader = reader;
    this.#orderBy = orderBy;
    this.#position = position;
  }

  get position(): SortedPosition | undefined {
    return this.#position;
  }

  get merged() {
    return this.#reader.merged;
  }

  /** @throws Refusal TooManyToSort */
  async read(limit: number): Promise<HalfPage<SortedPosition>> {
    this.#left ??= await this.#sorted();
    const halves = this.#left.splice(0, limit);
    this.#position = this.#left.length > 0 ? halves.at(-1)?.position : undefined;
    return { halves, rejected: 0 };
  }

  /** Queries of at most 1,001 halves, until all are read or there are too many. */
  async #sorted(): Promise<PositionedHalf<SortedPosition>[]> {
    const after = this.#position?.after;
    const compared = comparePlaces(this.#orderBy);
    const found: { half: PositionedHalf<unknown>['half']; place: OrderPlace }[] = [];
    let covered = 0;
    while (this.#reader.position !== undefined && !this.#reader.merged) {
      const { halves, rejected } = await this.#reader.read(mostSorted + 1 - covered);
      for (const { half } of halves) found.push({ half, place: placeIn(this.#orderBy, half) });
      covered += halves.length + rejected;
      if (covered > mostSorted) throw tooManyToSort(covered);
    }
    return found
      .filter(({ place }) => after === undefined || compared(place, after) > 0)
      .sort((one, other) => compared(one.place, other.place))
      .map(({ half, place }) => ({ half, position: { after: place } }));
  }
}
