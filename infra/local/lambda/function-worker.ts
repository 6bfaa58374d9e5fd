// One execution environment of a Lambda function: loads its bundle and answers invocations.
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import {
  claims,
  type FunctionBundle,
  type Invocation,
  type Loaded,
  type Outcome,
} from './worker-messages.ts';

const { file, exportName, functionName, memoryMb } = workerData as FunctionBundle;
// Stack traces name the author's file and line, if the bundle has a source map.
process.setSourceMapsEnabled(true);
// Lambda's runtime includes the SDK, so bundles may leave it out; here it is the app's or this package's.
const sdkHomes = [join(process.cwd(), 'app.js'), import.meta.url].map(nodeModule.createRequire);
nodeModule.registerHooks?.({
  resolve(specifier, context, next) {
    try {
      return next(specifier, context);
    } catch (error) {
      if (!/^@(aws-sdk|smithy)\//.test(specifier)) throw error;
      const file = sdkHomes.map((home) => resolvedBy(home, specifier)).find(Boolean);
      if (file === undefined) throw error;
      return { url: pathToFileURL(file).href, format: 'commonjs', shortCircuit: true };
    }
  },
});

function resolvedBy(home: NodeJS.Require, specifier: string): string | undefined {
  try {
    return home.resolve(specifier);
  } catch {
    return undefined;
  }
}

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
