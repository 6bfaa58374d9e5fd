// What every history's entries have.

/** An entry of any history. */
export interface Entry {
  readonly at: string;
  readonly actor: string;
  readonly event: string;
  readonly changes: readonly {
    readonly field: string;
    readonly from: unknown;
    readonly to: unknown;
  }[];
}
