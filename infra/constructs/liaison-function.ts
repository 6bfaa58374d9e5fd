// A Lambda function of this service: one file of functions/, bundled.
import { fileURLToPath } from 'node:url';
import { Duration, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { environmentNames } from '../../functions/environment.ts';
import { ServiceAlarm } from './service-alarm.ts';

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
  /** The file that exports `handler`: a path from the project's root, or an absolute one. */
  readonly entry: string;
  /** What it does, in a few words. */
  readonly purpose: string;
  /** Whether Lambda tries again what fails; then it is alarming only when it goes on. Default: no. */
  readonly isTriedAgain?: boolean;
  /** Default: 29 s; API Gateway gives up after 30 s. */
  readonly timeout?: Duration;
}

/** What Lambda tells of the function itself; a timeout is a warning and must always be told. */
const systemLogLevels = {
  DEBUG: SystemLogLevel.DEBUG,
  INFO: SystemLogLevel.INFO,
  WARN: SystemLogLevel.WARN,
  ERROR: SystemLogLevel.WARN,
};

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Has no rights of its own, and knows but the service that it belongs to; the rest comes with the
 * grants of what it uses.
 */
export class LiaisonFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: LiaisonFunctionProps) {
    super(scope, id, {
      description: `Liaison: ${props.purpose}`,
      entry: props.entry.startsWith('/') ? props.entry : `${projectRoot}${props.entry}`,
      projectRoot,
      depsLockFilePath: `${projectRoot}package-lock.json`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // CPU comes with memory: less of it makes a cold start slower and no call cheaper.
      memorySize: 1024,
      timeout: props.timeout ?? Duration.seconds(29),
      tracing: Tracing.ACTIVE,
      environment: { [environmentNames.serviceName]: Stack.of(scope).stackName },
      logGroup: new LogGroup(scope, `${id}Logs`, {
        retention: props.logRetentionDays,
        removalPolicy: props.removalPolicy,
      }),
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
        esbuildArgs: { '--legal-comments': 'none' },
      },
    });
    const some = {
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    };
    const [periods, lasting] = props.isTriedAgain ? [6, 'for 30 minutes'] : [2, 'for 10 minutes'];
    new ServiceAlarm(this, 'Errors', {
      ...some,
      means: `The function "${props.purpose}" has failed or timed out again and again ${lasting}`,
      section: 'a-function-fails',
      metric: this.metricErrors(),
      evaluationPeriods: periods,
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
