// The stages that come with Liaison, and what each is for.
import type * as z from 'zod';
import type { Settings } from './settings-schema.ts';

/** The identity of stage `local`: constant, so that a token outlives a change of port. */
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

/** Every setting, so that what a stage is can be read in one place. */
export const stages = {
  /** Never deployed: the template that the local host runs. */
  local: {
    identity: localIdentity,
    console: true,
    shards: 4,
    capacity: { mode: 'on-demand' },
    replicas: [],
    encryption: 'aws-owned',
    dataProtection: { offBecause: 'never deployed, the local host only reads the template' },
    logs: { level: 'INFO', retentionDays: 1 },
    alarms: { nobodyBecause: 'never deployed, the local host only reads the template' },
    historyRetentionDays: 365,
    endedConnections: 'announce',
    exampleWorkflow: true,
    throttling: {
      ratePerSecond: 10_000,
      burst: 5_000,
      costly: { ratePerSecond: 10_000, burst: 5_000 },
    },
  },
  /** For those who change Liaison or try it: cheap, and gone with the stack. */
  dev: {
    // For a console on a developer's machine.
    identity: { ...userPool, callbackUrls: ['http://localhost:3000/'] },
    console: true,
    shards: 4,
    capacity: { mode: 'on-demand' },
    replicas: [],
    encryption: 'aws-owned',
    dataProtection: { offBecause: 'made-up data in a stack that is removed and made anew' },
    logs: { level: 'INFO', retentionDays: 7 },
    alarms: { nobodyBecause: 'nobody is woken for a stage of made-up data' },
    historyRetentionDays: 90,
    endedConnections: 'announce',
    exampleWorkflow: true,
    throttling: { ratePerSecond: 100, burst: 200, costly: { ratePerSecond: 10, burst: 20 } },
  },
  /** For trying a version as prod will have it. */
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
    endedConnections: 'announce',
    exampleWorkflow: false,
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
    endedConnections: 'announce',
    exampleWorkflow: false,
    throttling: {
      ratePerSecond: 2_000,
      burst: 4_000,
      costly: { ratePerSecond: 100, burst: 200 },
    },
  },
} satisfies Record<string, z.input<typeof Settings>>;

export type Stage = keyof typeof stages;
