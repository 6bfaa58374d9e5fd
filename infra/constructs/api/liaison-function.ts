// A Lambda function of this service: one file of functions/, bundled.
import { existsSync } from 'node:fs';
import { dirname, extname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import {
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { ServiceAlarm } from '../alarms/service-alarm.ts';
import { FunctionRole } from './function-role.ts';

/** What all functions of a stage have in common. */
export interface FunctionSettings {
  /** Days. */
  readonly logRetentionDays: RetentionDays;
  /** The least that a function tells of what it does. */
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** What becomes of the logs when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

export interface LiaisonFunctionProps extends FunctionSettings {
  /** The file that exports `handler`: one of Liaison's by its path from here, any other by its absolute path. */
  readonly entry: string;
  /** What it does, in a few words. */
  readonly purpose: string;
  /**
   * What it is run for, which decides how much failing is alarming. What an event asks for Lambda tries
   * again; what an operator asks for is run once. Default: requests.
   */
  readonly runsFor?: keyof typeof alarmingFailures;
  /** Default: 29 s; API Gateway gives up after 30 s. */
  readonly timeout?: Duration;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The file of an entry. Liaison's own are TypeScript here and JavaScript in its package, as this file. */
function fileOf(entry: string): string {
  if (isAbsolute(entry)) return entry;
  const own = join(root, entry.replace(/\.ts$/, extname(fileURLToPath(import.meta.url))));
  if (existsSync(own)) return own;
  throw new Error(
    `"${entry}" is not a file of Liaison's; give one of your own by its absolute path: ` +
      `fileURLToPath(new URL('${entry}', import.meta.url))`,
  );
}

/** When failures are alarming: in so many of so many periods of 5 minutes. */
const alarmingFailures = {
  requests: { within: 2, often: 2, lasting: 'for 10 minutes' },
  // One failure is mended by itself, and it may be run but once an hour.
  events: { within: 36, often: 3, lasting: 'in 3 periods of 5 minutes within 3 hours' },
  operator: { within: 1, often: 1, lasting: 'within 5 minutes' },
} as const;

/** What Lambda tells of the function itself; a timeout is a warning and must always be told. */
const systemLogLevels = {
  DEBUG: SystemLogLevel.DEBUG,
  INFO: SystemLogLevel.INFO,
  WARN: SystemLogLevel.WARN,
  ERROR: SystemLogLevel.WARN,
};

/**
 * Logs, traces, and knows the service that it belongs to; other rights, and the rest of its
 * environment, come with the grants of what it uses.
 */
export class LiaisonFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: LiaisonFunctionProps) {
    const entry = fileOf(props.entry);
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    super(scope, id, {
      description: `Liaison: ${props.purpose}`,
      entry,
      // esbuild is looked for from here upwards; the entry may be in another team's project.
      projectRoot: dirname(entry),
      // Its name tells CDK the package manager (npm, if unknown); nothing is installed, so any file does.
      depsLockFilePath: entry,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // CPU comes with memory: less of it makes a cold start slower and no call cheaper.
      memorySize: 1024,
      timeout: props.timeout ?? Duration.seconds(29),
      environment: { [environmentNames.serviceName]: Stack.of(scope).stackName },
      logGroup,
      role: new FunctionRole(scope, `${id}Role`, { logGroup }),
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[props.logLevel],
      systemLogLevelV2: systemLogLevels[props.logLevel],
      awsSdkConnectionReuse: false,
      bundling: {
        format: OutputFormat.ESM,
        mainFields: ['module', 'main'],
        minify: true,
        logLevel: LogLevel.WARNING,
        target: 'node24',
        // The SDK that the runtime brings starts slower than one in the bundle.
        bundleAwsSDK: true,
        esbuildArgs: {
          '--legal-comments': 'none',
          '--alias:@aws-sdk/credential-provider-node': fileOf(
            'functions/runtime/lambda-credentials.ts',
          ),
        },
      },
    });
    // Not by the property `tracing`: that would put the right to trace among the granted ones.
    (this.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
    const some = {
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    };
    const { within, often, lasting } = alarmingFailures[props.runsFor ?? 'requests'];
    new ServiceAlarm(this, 'Errors', {
      ...some,
      means: `The function "${props.purpose}" has failed or timed out ${lasting}`,
      section: 'a-function-fails',
      metric: this.metricErrors(),
      evaluationPeriods: within,
      datapointsToAlarm: often,
    });
    new ServiceAlarm(this, 'Throttles', {
      ...some,
      means: `The function "${props.purpose}" could not always be started for 10 minutes`,
      section: 'a-function-is-throttled',
      metric: this.metricThrottles(),
      evaluationPeriods: 2,
    });
  }
}
