// A Lambda function of this service: its bundle, role, log and alarms.
import { existsSync } from 'node:fs';
import { dirname, extname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  type CfnRole,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import {
  LogLevel,
  NodejsFunction,
  type NodejsFunctionProps,
  OutputFormat,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import { alarmThresholds, functionFailureThresholds } from '../alarms/alarm-thresholds.ts';
import { ServiceAlarm } from '../alarms/service-alarm.ts';

/** Settings that all functions of a stage share. */
export interface FunctionSettings {
  /** Days. */
  readonly logRetentionDays: RetentionDays;
  /** The lowest level that a function logs. */
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** Whether the logs outlive the stack. */
  readonly removalPolicy: RemovalPolicy;
}

const ownProps = [
  'timeout',
  'memorySize',
  'ephemeralStorageSize',
  'architecture',
  'environment',
  'layers',
  'bundling',
  'depsLockFilePath',
  'vpc',
  'vpcSubnets',
  'securityGroups',
  'allowPublicSubnet',
] as const satisfies readonly (keyof NodejsFunctionProps)[];

/** What a team may choose for the function of its workflow, with the names and meanings of CDK. */
export type OwnFunctionProps = Pick<NodejsFunctionProps, (typeof ownProps)[number]>;

/** Only those of some props that a team may choose for a function. */
export const ownOf = (props: OwnFunctionProps): OwnFunctionProps =>
  Object.fromEntries(
    ownProps.filter((name) => props[name] !== undefined).map((name) => [name, props[name]]),
  );

/** The timeout is 29 s by default, because API Gateway gives up after 30 s. */
export interface LiaisonFunctionProps extends FunctionSettings, OwnFunctionProps {
  /** The file that exports `handler`: a path in Liaison's project, or an absolute path. */
  readonly entry: string;
  /** What the function does, in a few words. */
  readonly purpose: string;
  /** What invokes the function, which decides how many failures raise the alarm. Default: requests. */
  readonly runsFor?: keyof typeof functionFailureThresholds;
  /** The command that adds files to the folder of the bundle. Default: the bundle is one file. */
  readonly filesCommand?: (bundle: string) => string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The file of an entry. Liaison's own entries have this file's extension: .ts here, .js in its package. */
function entryFile(entry: string): string {
  if (isAbsolute(entry)) return entry;
  const own = join(root, entry.replace(/\.ts$/, extname(fileURLToPath(import.meta.url))));
  if (existsSync(own)) return own;
  throw new Error(
    `Liaison has no file "${entry}"; pass the absolute path of a file of your own: ` +
      `fileURLToPath(new URL('${entry}', import.meta.url))`,
  );
}

/** The lowest level that Lambda itself logs; a timeout is a warning and must always be logged. */
const systemLogLevels = {
  DEBUG: SystemLogLevel.DEBUG,
  INFO: SystemLogLevel.INFO,
  WARN: SystemLogLevel.WARN,
  ERROR: SystemLogLevel.WARN,
};

/**
 * Has the rights to log and to send traces, and the name of its service in its environment. Grants add
 * all other rights and environment variables.
 */
export class LiaisonFunction extends NodejsFunction {
  constructor(scope: Construct, id: string, props: LiaisonFunctionProps) {
    const entry = entryFile(props.entry);
    const { filesCommand } = props;
    const own = ownOf(props);
    // CDK installs these next to the bundle, with the lock file of the team's project.
    const installs = own.bundling?.nodeModules !== undefined;
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    super(scope, id, {
      description: `Liaison: ${props.purpose}`,
      entry,
      ...(!installs && {
        // CDK searches for esbuild from here upwards; the entry may be in another team's project.
        projectRoot: dirname(entry),
        // CDK derives the package manager from its name, npm by default. Nothing is installed, so any file does.
        depsLockFilePath: entry,
      }),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      // Lambda assigns CPU by memory: with less, cold starts are slower and no call is cheaper.
      memorySize: 1024,
      timeout: Duration.seconds(29),
      ...own,
      environment: {
        ...own.environment,
        [environmentNames.serviceName]: Stack.of(scope).stackName,
      },
      logGroup,
      role: new FunctionRole(scope, `${id}Role`, { logGroup, isInVpc: own.vpc !== undefined }),
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
        // The SDK that the runtime includes starts slower than one in the bundle.
        bundleAwsSDK: true,
        ...own.bundling,
        esbuildArgs: {
          '--legal-comments': 'none',
          '--alias:@aws-sdk/credential-provider-node': entryFile(
            'functions/runtime/lambda-credentials.ts',
          ),
          ...own.bundling?.esbuildArgs,
        },
        ...(filesCommand && {
          commandHooks: {
            beforeBundling: () => [],
            beforeInstall: () => [],
            afterBundling: (_: string, bundle: string) => [filesCommand(bundle)],
          },
        }),
      },
    });
    // Not with the property `tracing`: it would add the right to trace to the policy of granted rights.
    (this.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
    const { lasting, ...failures } = functionFailureThresholds[props.runsFor ?? 'requests'];
    new ServiceAlarm(this, 'Errors', {
      means: `The function "${props.purpose}" failed or timed out ${lasting}`,
      section: 'a-function-fails',
      metric: this.metricErrors(),
      ...failures,
    });
    new ServiceAlarm(this, 'Throttles', {
      means: `Lambda throttled the function "${props.purpose}" for 10 minutes`,
      section: 'a-function-is-throttled',
      metric: this.metricThrottles(),
      ...alarmThresholds.functionThrottled,
    });
  }
}

interface FunctionRoleProps {
  readonly logGroup: LogGroup;
  readonly isInVpc: boolean;
}

/**
 * The role of one function. It may send traces and write the function's log, but no other log, unlike with
 * AWS's managed policies; in a VPC it may also connect to it. Grants add the rest.
 */
class FunctionRole extends Role {
  constructor(scope: Construct, id: string, { logGroup, isInVpc }: FunctionRoleProps) {
    const sendTraces = new PolicyStatement({
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    });
    const connectToVpc = new PolicyStatement({
      actions: [
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets',
        'ec2:DeleteNetworkInterface',
        'ec2:AssignPrivateIpAddresses',
        'ec2:UnassignPrivateIpAddresses',
      ],
      resources: ['*'],
    });
    super(scope, id, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      // In the role itself: grants go into a policy of their own, to which the exception to the rule does not apply.
      inlinePolicies: {
        Tracing: new PolicyDocument({ statements: [sendTraces] }),
        ...(isInVpc && { Network: new PolicyDocument({ statements: [connectToVpc] }) }),
      },
    });
    logGroup.grantWrite(this);
    const reason = [
      'X-Ray has no resources that a policy could name for sending traces, and nothing can be read with it.',
      ...(isInVpc
        ? ['Lambda creates the network interfaces with ids that are not known before.']
        : []),
    ].join(' ');
    Validations.of(this.node.defaultChild as CfnRole).acknowledge(
      { id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]', reason },
      { id: 'Serverless::Serverless-LambdaStarPermissions', reason },
    );
  }
}
