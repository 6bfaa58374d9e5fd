// `startHost`, loaded at its first call: unit tests need neither the local host nor its packages.
import type { TestHost, TestHostOptions } from '../infra/local/testing-host.ts';

export type { TestHost, TestHostOptions };

/**
 * Synthesizes the app and runs it on this machine, in memory; takes 5 to 15 s, so start it once for a file
 * of tests.
 *
 * @throws Error with the app's output if it cannot be synthesized, or with what to install.
 */
export async function startHost(options: TestHostOptions): Promise<TestHost> {
  const host = await import('../infra/local/testing-host.ts');
  return host.startHost(options);
}
