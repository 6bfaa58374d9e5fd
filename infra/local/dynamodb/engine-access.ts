// How AWS SDK clients and functions reach an engine.
import { region } from '../base/template.ts';

/** The settings of an AWS SDK client. */
export interface EngineAccess {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * An engine accepts any credentials. The access key matters only to an engine with `tablesPerAccessKey`,
 * where it selects the tables.
 */
export const engineAccess = (endpoint: string, accessKeyId = 'local'): EngineAccess => ({
  endpoint,
  region,
  credentials: { accessKeyId, secretAccessKey: 'local' },
});
