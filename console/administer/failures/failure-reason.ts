// Why something failed, in one sentence.
import type { Failure } from '../../../shared/contracts/answers/failure-answers.ts';
import { failuresText } from '../../text/failures-text.ts';

export function reasonOf({ error, attempts }: Pick<Failure, 'error' | 'attempts'>): string {
  if (error) return `${error.name}: ${error.message}`;
  return attempts === 0 ? failuresText.neverReached : failuresText.unreported;
}
