// What another team's CDK app uses: `import { LiaisonService } from 'liaison'`.
export type { EventType } from '../shared/contracts/event-schemas.ts';
export type { FunctionSettings } from './constructs/api/liaison-function.ts';
export {
  ConnectionEvents,
  type ConnectionEventsProps,
} from './constructs/events/connection-events.ts';
export { Workflow, type WorkflowProps } from './constructs/events/workflow.ts';
export type { ConnectionTable } from './constructs/table/connection-table.ts';
export { Replay, type ReplayProps } from './constructs/table/replay.ts';
export { LiaisonService } from './liaison-service.ts';
export type { LiaisonServiceProps } from './liaison-service-props.ts';
export { LiaisonStack, type LiaisonStackProps } from './liaison-stack.ts';
export { SettingsError, settingsOf } from './settings.ts';
export type { Settings } from './settings-schema.ts';
