// The public constructs for another team's CDK app: `import { LiaisonService } from 'liaison'`.
export type { EventDetail, EventType } from '../shared/contracts/event-schemas.ts';
export type { Scope } from '../shared/contracts/scopes.ts';
export { becomes, sideBecomes } from '../shared/patterns/becomes.ts';
export type { Where } from '../shared/patterns/where.ts';
export type { ServiceAlarm } from './constructs/alarms/service-alarm.ts';
export type { CallGrant, MachineCredentials, ProviderClient } from './constructs/api/call-grant.ts';
export type { ConsoleSignIn, Identity } from './constructs/api/identity.ts';
export type { ConsoleSite, SignInSettings } from './constructs/console/console-site.ts';
export {
  ConnectionEvents,
  type ConnectionEventsProps,
} from './constructs/events/connection-events.ts';
export { Workflow, type WorkflowProps } from './constructs/events/workflow-construct.ts';
export type { WorkflowQueue } from './constructs/events/workflow-queue-construct.ts';
export type { FailureQueue } from './constructs/lambda/failure-queue.ts';
export type {
  FunctionSettings,
  LiaisonFunction,
  OwnFunctionProps,
} from './constructs/lambda/liaison-function.ts';
export { Replay, type ReplayProps } from './constructs/operations/replay-construct.ts';
export type { ConnectionTable } from './constructs/table/connection-table.ts';
export type { IndexName, TableRights } from './constructs/table/table-rights.ts';
export { LiaisonService } from './liaison-service.ts';
export type { LiaisonServiceProps } from './liaison-service-props.ts';
export { LiaisonStack, type LiaisonStackProps } from './liaison-stack.ts';
export { SettingsError } from './settings-refusal.ts';
export type { GivenSettings, MachineClient, Settings } from './settings-schema.ts';
export { settingsOf } from './stage-settings.ts';
