// Opens the template's Lambda functions, with the settings and the environment that Lambda would give them.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { StartError } from '../base/start-error.ts';
import type { Assembly } from '../base/synth.ts';
import { region, type Template } from '../base/template.ts';
import type { EngineAccess } from '../dynamodb/engine-access.ts';
import { type FunctionVersion, LocalFunction } from './local-function.ts';

/** The properties of an AWS::Lambda::Function that are used here, without its environment. */
export const LambdaFunction = z.object({
  Code: z.object({ S3Key: z.string() }),
  /** File and export, as in `index.handler`. */
  Handler: z.string(),
  Runtime: z.string().optional(),
  /** Seconds. */
  Timeout: z.number().default(3),
  MemorySize: z.number().default(128),
  LoggingConfig: z
    .object({
      LogFormat: z.enum(['JSON', 'Text']).default('Text'),
      ApplicationLogLevel: z.string().optional(),
    })
    .default({ LogFormat: 'Text' }),
});

export interface FunctionsOptions {
  readonly assembly: Assembly;
  readonly dynamodb: EngineAccess;
  /** Endpoint of queues, bus, functions and secrets. */
  readonly awsEndpoint: string;
  /** Replaces addresses of the template's API and sign-in in an environment variable. */
  readonly localAddress: (text: string) => string;
  readonly logDir: string;
  /** Whether a debugger may stop functions: then no run ends at its timeout. */
  readonly isDebugged?: boolean;
  /** Receives a sentence for each failed invocation. */
  readonly onFailure: (sentence: string) => void;
}

/** Opens the template's Node.js functions, by logical id. */
export function openFunctions(
  template: Template,
  options: FunctionsOptions,
): Map<string, LocalFunction> {
  const { logDir, onFailure, isDebugged = false } = options;
  return new Map(
    [...functionVersions(template, options)].map(([id, version]) => {
      const logFile = join(logDir, `${id}.log`);
      return [id, new LocalFunction({ ...version, logFile, isDebugged, onFailure })];
    }),
  );
}

type VersionOptions = Omit<FunctionsOptions, 'isDebugged' | 'onFailure'>;

/** The template's Node.js functions as they are now, by logical id, with the environment of Lambda. */
export function functionVersions(
  template: Template,
  { assembly, dynamodb, awsEndpoint, localAddress, logDir }: VersionOptions,
): Map<string, FunctionVersion> {
  const versions = new Map<string, FunctionVersion>();
  for (const [id, properties] of template.resources('AWS::Lambda::Function', LambdaFunction)) {
    // CDK adds functions of its own in other languages, which only deployments use.
    if (properties.Runtime?.startsWith('nodejs') === false) continue;
    const logLevel = properties.LoggingConfig.ApplicationLogLevel;
    versions.set(id, {
      ...bundleOf(assembly.assetFolder(properties.Code.S3Key), properties.Handler),
      functionName: id,
      memoryMb: properties.MemorySize,
      timeoutSeconds: properties.Timeout,
      environment: new Map([
        ...[...template.environmentOf(id)].map(([name, value]): [string, string | Error] => [
          name,
          typeof value === 'string' ? localAddress(value) : value,
        ]),
        ...Object.entries({
          AWS_REGION: region,
          AWS_ACCESS_KEY_ID: dynamodb.credentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: dynamodb.credentials.secretAccessKey,
          // All services, so that no request of a function leaves this machine.
          AWS_ENDPOINT_URL: awsEndpoint,
          AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
          AWS_ENDPOINT_URL_DYNAMODB_STREAMS: dynamodb.endpoint,
          AWS_ENDPOINT_URL_EVENTBRIDGE: awsEndpoint,
          AWS_ENDPOINT_URL_LAMBDA: awsEndpoint,
          AWS_ENDPOINT_URL_SECRETS_MANAGER: awsEndpoint,
          AWS_ENDPOINT_URL_SQS: awsEndpoint,
          AWS_LAMBDA_FUNCTION_NAME: id,
          AWS_LAMBDA_LOG_GROUP_NAME: join(logDir, `${id}.log`),
          AWS_LAMBDA_LOG_FORMAT: properties.LoggingConfig.LogFormat,
          ...(logLevel && { AWS_LAMBDA_LOG_LEVEL: logLevel }),
          AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize),
        }),
      ]),
    });
  }
  return versions;
}

/**
 * The file and the export of a handler such as `index.handler` or `src/index.handler`.
 *
 * @throws StartError if the folder has no such file.
 */
export function bundleOf(folder: string, handler: string) {
  const dot = handler.lastIndexOf('.');
  const [name, exportName] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const file = ['mjs', 'js', 'cjs']
    .map((extension) => join(folder, `${name}.${extension}`))
    .find((path) => existsSync(path));
  if (file === undefined) throw new StartError(`${folder} has no ${handler}`);
  return { file, exportName };
}
