// The refusal of a reader of the stream that must not go on before another reader has.
import { Refusal } from '../../contracts/error-codes.ts';

/** Changes were not processed, because the change of their connection before them is not in the feed yet. */
export class WaitsForEarlier<Change> extends Refusal {
  /** The first of them: those before it are processed. */
  readonly first: Change;

  constructor(first: Change) {
    super('Busy', 'the change of the connection before this one is not processed yet');
    this.first = first;
  }
}
