// How the tests of this process reach the engine that all table tests share.
import { engineAccess } from '../../infra/local/dynamodb/engine-access.ts';

/**
 * An access key of this process's own, so that the engine does not let its tests wait for those of
 * another process.
 */
export const testAccessKey = `test${process.pid}`;

export const testAccess = (endpoint: string) => engineAccess(endpoint, testAccessKey);
