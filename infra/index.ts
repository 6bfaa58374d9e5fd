// The public constructs for another team's CDK app: `import { LiaisonService } from 'liaison'`.
export type { EventType } from '../shared/contracts/event-schemas.ts';
export { becomes, sideBecomes } from '../shared/patterns/becomes.ts';
export type { Where } from '../shared/patterns/where.ts';
export type { CallGrant, ProviderClient } from './constructs/api/call-grant.ts';
export {
  ConnectionEvents,
  type ConnectionEventsProps,
} from './constructs/events/connection-events.ts';
export { Workflow, type WorkflowProps } from './constructs/events/workflow-construct.ts';
export type { FunctionSettings } from './constructs/lambda/liaison-function.ts';
export { Replay, type ReplayProps } from './constructs/operations/replay-construct.ts';
export type { ConnectionTable } from './constructs/table/connection-table.ts';
export { LiaisonService } from './liaison-service.ts';
export type { LiaisonServiceProps } from './liaison-service-props.ts';
export { LiaisonStack, type LiaisonStackProps } from './liaison-stack.ts';
export { SettingsError } from './settings-refusal.ts';
export type { Settings } from './settings-schema.ts';
export { settingsOf } from './stage-settings.ts';
