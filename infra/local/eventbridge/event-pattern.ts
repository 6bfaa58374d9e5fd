// The event patterns of the template: an invalid one stops the start.
import { eventPattern as compile, type Matches } from '../../../shared/patterns/event-pattern.ts';
import { PatternError } from '../../../shared/patterns/pattern-error.ts';
import { StartError } from '../base/start-error.ts';

/**
 * Compiles a pattern of a rule or of an event source mapping.
 * @throws StartError naming an unsupported or invalid part
 */
export function eventPattern(pattern: unknown): Matches {
  try {
    return compile(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new StartError(
      `The template has an event pattern that is not supported: ${error.message}.`,
    );
  }
}
