// Starts one DynamoDB Local for all tests of a project.
import type { TestProject } from 'vitest/node';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';

declare module 'vitest' {
  interface ProvidedContext {
    endpoint: string;
  }
}

export default async function setup(project: TestProject) {
  const engine = await startEngine({ tablesPerAccessKey: true });
  project.provide('endpoint', engine.endpoint);
  return () => engine.stop();
}
