// What the page and the layout's worker say to each other.

/** To the worker. */
export type LayoutRequest =
  | {
      readonly kind: 'arrange';
      /** Answers bear the number of the arrangement they are of. */
      readonly number: number;
      /** x and y of each record, one after the other, as is `radii`. */
      readonly places: Float32Array;
      readonly radii: Float32Array;
      /** Records that stay where they are. */
      readonly pinned: readonly number[];
      /** Pairs of records that are connected, each pair once. */
      readonly pairs: Uint32Array;
      /** false: only the end is told. */
      readonly animated: boolean;
    }
  /** A record is held at a place; the others make way. */
  | { readonly kind: 'hold'; readonly node: number; readonly x: number; readonly y: number };

/** From the worker. */
export interface LayoutAnswer {
  readonly number: number;
  readonly places: Float32Array;
  readonly settled: boolean;
}
