// What a command of the command bar is.
import type { ReactElement } from 'react';

export interface Command {
  readonly label: string;
  readonly icon: ReactElement;
  readonly run: () => void;
  /** Why it cannot be done now. */
  readonly reason?: string | undefined;
}
