// What a command of the command bar is.
import type { ReactElement } from 'react';

export interface Command {
  readonly label: string;
  readonly icon: ReactElement;
  readonly run: () => void;
  /** It takes something away for good. */
  readonly destroys?: boolean;
  /** Why it cannot be done now. */
  readonly reason?: string | undefined;
}
