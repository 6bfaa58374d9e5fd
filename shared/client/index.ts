// `liaison/client`: everything that the package's client exports.
export {
  changePages,
  everyChange,
  type FeedOptions,
} from './change-feed.ts';
export type {
  Code,
  Connection,
  ConnectionRole,
  Graph,
  HistoryEntry,
  Json,
  NamedRecord,
  NewConnection,
  Problems,
  RecordReference,
  RecordType,
  StoredRecord,
} from './contract-types.ts';
export {
  type Client,
  type ClientOptions,
  createClient,
  everyItem,
  everyPage,
} from './create-client.ts';
export { type FailureCode, LiaisonProblem } from './liaison-problem.ts';
export type { AnswerOf, CallOptions, Operation, RequestOf } from './operation-types.ts';
export type { OperationName } from './operations.ts';
