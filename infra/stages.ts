// The stages that Liaison includes, with all their settings.
import type * as z from 'zod';
import type { Settings } from './settings-schema.ts';

/** The identity of stage `local`: constant, so that a token stays valid when the port changes. */
export const localIdentity = {
  provider: 'oidc' as const,
  issuer: 'https://liaison-local.invalid',
  audience: ['liaison-local'] as [string],
  consoleClientId: 'liaison-console',
  metadataUrl: '/oidc/.well-known/openid-configuration',
};

const userPool = {
  provider: 'user-pool' as const,
  callbackUrls: [] as string[],
  selfRegistration: false,
  mfa: 'optional' as const,
  machineClients: [],
};

/** Each stage lists every setting, so that it can be read in one place. */
export const stages = {
  /** Never deployed: the local host runs its template. */
  local: {
    identity: localIdentity,
    console: true,
    shards: 4,
    capacity: { mode: 'on-demand' },
    replicas: [],
    encryption: 'aws-owned',
    dataProtection: { offBecause: 'never deployed; the local host only reads the template' },
    logs: { level: 'INFO', retentionDays: 1 },
    alarms: { nobodyBecause: 'never deployed; the local host only reads the template' },
    historyRetentionDays: 365,
    feedRetentionDays: 30,
    endedConnections: 'announce',
    exampleWorkflow: true,
    workflowConcurrency: 10,
    throttling: {
      ratePerSecond: 10_000,
      burst: 5_000,
      costly: { ratePerSecond: 10_000, burst: 5_000 },
    },
  },
  /** For developing Liaison or trying it out: cheap, and deleted completely with its stack. */
  dev: {
    // For a console that runs on a developer's machine.
    identity: { ...userPool, callbackUrls: ['http://localhost:3000/'] },
    console: true,
    shards: 4,
    capacity: { mode: 'on-demand' },
    replicas: [],
    encryption: 'aws-owned',
    dataProtection: { offBecause: 'test data in a stack that is deleted and created again' },
    logs: { level: 'INFO', retentionDays: 7 },
    alarms: { nobodyBecause: 'a stage with test data needs no one on call' },
    historyRetentionDays: 90,
    feedRetentionDays: 30,
    endedConnections: 'announce',
    exampleWorkflow: true,
    // A new AWS account has 10 concurrent executions in total.
    workflowConcurrency: 2,
    throttling: { ratePerSecond: 100, burst: 200, costly: { ratePerSecond: 10, burst: 20 } },
  },
  /** For testing a version under the conditions of prod. */
  staging: {
    identity: userPool,
    console: true,
    shards: 16,
    capacity: { mode: 'on-demand' },
    replicas: [],
    encryption: 'aws-managed',
    dataProtection: 'on',
    logs: { level: 'INFO', retentionDays: 30 },
    alarms: {},
    historyRetentionDays: 365,
    feedRetentionDays: 30,
    endedConnections: 'announce',
    exampleWorkflow: false,
    workflowConcurrency: 10,
    throttling: {
      ratePerSecond: 1_000,
      burst: 2_000,
      costly: { ratePerSecond: 50, burst: 100 },
    },
  },
  /** For data that must not be lost. */
  prod: {
    identity: userPool,
    console: true,
    shards: 16,
    capacity: { mode: 'on-demand' },
    replicas: [],
    encryption: 'aws-managed',
    dataProtection: 'on',
    logs: { level: 'INFO', retentionDays: 365 },
    alarms: {},
    historyRetentionDays: 3650,
    feedRetentionDays: 30,
    endedConnections: 'announce',
    exampleWorkflow: false,
    workflowConcurrency: 10,
    throttling: {
      ratePerSecond: 2_000,
      burst: 4_000,
      costly: { ratePerSecond: 100, burst: 200 },
    },
  },
} satisfies Record<string, z.input<typeof Settings>>;

export type Stage = keyof typeof stages;
