// What a tab of a record's page is.
import type { ComponentType } from 'react';
import type { StoredRecord } from '../../shared/contracts/record-schemas.ts';

export interface TabProps {
  readonly record: StoredRecord;
}

export interface RecordTab {
  /** Value of `tab` in the address. */
  readonly key: string;
  readonly label: string;
  readonly load: () => Promise<{ default: ComponentType<TabProps> }>;
}
