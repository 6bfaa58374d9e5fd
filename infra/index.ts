// What another team's CDK app uses: `import { LiaisonService } from 'liaison'`.
export type { EventType } from '../shared/contracts/events.ts';
export { ConnectionEvents, type ConnectionEventsProps } from './constructs/connection-events.ts';
export type { ConnectionTable } from './constructs/connection-table.ts';
export type { FunctionSettings } from './constructs/liaison-function.ts';
export { Replay, type ReplayProps } from './constructs/replay.ts';
export { Workflow, type WorkflowProps } from './constructs/workflow.ts';
export { LiaisonService } from './liaison-service.ts';
export type { LiaisonServiceProps } from './liaison-service-props.ts';
export { LiaisonStack, type LiaisonStackProps } from './liaison-stack.ts';
export { SettingsError, settingsOf } from './settings.ts';
export type { Settings } from './settings-schema.ts';
