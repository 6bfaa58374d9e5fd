// One execution environment of a Lambda function: loads its bundle and answers invocations.
import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** The data with which a worker starts. */
export interface FunctionBundle {
  readonly file: string;
  readonly exportName: string;
  readonly functionName: string;
  readonly memoryMb: number;
}

/** Events and results are passed as JSON, as in Lambda, so that values without JSON are lost here too. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  /** Holds `claims.worker` or `claims.host` when the worker has begun, or the host has taken it back. */
  readonly claim: Int32Array;
}
/** Whoever sets its claim first has the invocation: one that waits behind a busy loop runs elsewhere. */
export const claims = { none: 0, worker: 1, host: 2 } as const;

/** Sent once, before any outcome, when the bundle is loaded. */
export interface Loaded {
  readonly loaded: true;
}
export type Outcome = { readonly requestId: string } & (
  | { readonly result: string }
  | { readonly error: string }
);

const { file, exportName, functionName, memoryMb } = workerData as FunctionBundle;
// Stack traces name the author's file and line, if the bundle has a source map.
process.setSourceMapsEnabled(true);
// Lambda's runtime includes the SDK, so bundles may leave it out; here the package's own copy replaces it.
nodeModule.registerHooks?.({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!/^@(aws-sdk|smithy)\//.test(specifier)) throw error;
      return next(specifier, { ...context, parentURL: import.meta.url });
    }
  },
});
const bundle = await import(pathToFileURL(file).href);
const handler = bundle[exportName] ?? bundle.default?.[exportName];

const outcomeOf = async ({ requestId, event, deadline }: Invocation): Promise<Outcome> => {
  try {
    const result = await handler(JSON.parse(event), {
      awsRequestId: requestId,
      functionName,
      functionVersion: '$LATEST',
      invokedFunctionArn: functionName,
      memoryLimitInMB: String(memoryMb),
      logGroupName: functionName,
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    return { requestId, result: JSON.stringify(result) ?? 'null' };
  } catch (error) {
    return { requestId, error: error instanceof Error ? `${error.stack}` : String(error) };
  }
};

parentPort?.postMessage({ loaded: true } satisfies Loaded);
parentPort?.on('message', async (invocation: Invocation) => {
  const { none, worker } = claims;
  if (Atomics.compareExchange(invocation.claim, 0, none, worker) !== none) return;
  parentPort?.postMessage(await outcomeOf(invocation));
});
