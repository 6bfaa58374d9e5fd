// For the unit tests of workflows: `import { event, matches, run } from 'liaison/testing'`. It needs no test
// framework, no environment variables and no network. `startHost` runs the whole app.

export type { OnceMarks } from '../shared/table/once/once-marks.ts';
export { type BusEvent, type EventOverrides, event } from './event.ts';
export { matches } from './matches.ts';
export { memoryMarks } from './memory-marks.ts';
export { type FinishedRun, type RunOptions, run } from './run.ts';
export { startHost, type TestHost, type TestHostOptions } from './start-host.ts';
