// Of the resources that a team has in addition to the service: leaves out those that do not run here, and lists them.

import * as z from 'zod';
import type { Assembly } from '../base/synth.ts';
import { nameOf, type Template } from '../base/template.ts';
import { GlobalTable } from '../dynamodb/tables.ts';
import { eventPattern } from '../eventbridge/event-pattern.ts';
import { Schedules } from '../eventbridge/schedules.ts';
import { Rule, SchedulerSchedule } from '../eventbridge/template-rules.ts';
import { EventInvokeConfig } from '../lambda/async-invocations.ts';
import { isOnQueue, QueueMappingProperties } from '../lambda/queue-mapping.ts';
import { bundleOf, LambdaFunction } from '../lambda/template-functions.ts';
import { Queue } from '../sqs/queues.ts';
import { EventSourceMapping } from '../streams/stream-mapping.ts';

/** These have nothing to run: rights, logs, alarms, names, and what only a deployment does. */
const nothingToRun =
  /^(AWS::(IAM|Logs|CloudWatch|KMS|SSM|ApplicationAutoScaling|CodeDeploy|ServiceDiscovery)::|AWS::CDK::|AWS::CloudFormation::|AWS::SecretsManager::|AWS::Lambda::(Permission|Version|Alias|LayerVersion)$|AWS::SQS::QueuePolicy$|AWS::S3::BucketPolicy$|AWS::ApiGatewayV2::(Integration|Stage|Route|Authorizer|Deployment)$|AWS::SNS::TopicPolicy$|AWS::Events::EventBus|AWS::Scheduler::ScheduleGroup$|Custom::)/;

type Check = (properties: unknown, context: CheckContext) => string | undefined;

interface CheckContext {
  readonly assembly: Assembly;
  /** Logical ids of what runs: tables and queues first, then functions. */
  readonly runs: ReadonlySet<string>;
}

const parsed =
  <Schema extends z.ZodType>(
    schema: Schema,
    more: (properties: z.output<Schema>, context: CheckContext) => string | undefined = () =>
      undefined,
  ): Check =>
  (properties, context) => {
    const { success, data, error } = schema.safeParse(properties);
    if (success) return more(data, context);
    const [issue] = error.issues;
    return `${issue?.path.join('.')} is not supported here`;
  };

const missing = (arn: string | undefined, { runs }: CheckContext) =>
  arn === undefined || runs.has(nameOf(arn)) ? undefined : `${nameOf(arn)} does not run here`;

/** By type, in the order in which resources depend on each other; a check returns what is wrong. */
const checks: Readonly<Record<string, Check>> = {
  'AWS::DynamoDB::GlobalTable': parsed(GlobalTable),
  'AWS::DynamoDB::Table': parsed(GlobalTable),
  'AWS::SQS::Queue': parsed(Queue),
  'AWS::Lambda::Function': (properties, context) => {
    const { Runtime, Code, PackageType } = z
      .looseObject({ Runtime: z.string().optional(), PackageType: z.string().optional() })
      .catch({})
      .parse(properties) as Record<string, unknown>;
    if (PackageType === 'Image') return 'its code is a container image';
    if (typeof Runtime === 'string' && !Runtime.startsWith('nodejs')) {
      return `its runtime is ${Runtime}, not Node.js`;
    }
    if (typeof Code === 'object' && Code && 'ZipFile' in Code) {
      return 'its code is in the template; use a file';
    }
    return parsed(LambdaFunction, ({ Code: { S3Key }, Handler }) => {
      bundleOf(context.assembly.assetFolder(S3Key), Handler);
      return undefined;
    })(properties, context);
  },
  'AWS::Lambda::EventInvokeConfig': parsed(
    EventInvokeConfig,
    ({ FunctionName, DestinationConfig: { OnFailure, OnSuccess } }, context) =>
      missing(FunctionName, context) ??
      missing(OnFailure?.Destination, context) ??
      missing(OnSuccess?.Destination, context),
  ),
  'AWS::Lambda::EventSourceMapping': (properties, context) => {
    if (isOnQueue(properties)) {
      return parsed(
        QueueMappingProperties,
        ({ EventSourceArn, FunctionName }) =>
          missing(EventSourceArn, context) ?? missing(FunctionName, context),
      )(properties, context);
    }
    return parsed(EventSourceMapping, ({ EventSourceArn, FunctionName, DestinationConfig }) => {
      const [, table] = /^(\w+)\.StreamArn$/.exec(EventSourceArn) ?? [];
      if (table === undefined) return `${EventSourceArn} is neither a queue nor a table's stream`;
      const { OnFailure } = DestinationConfig;
      return (
        missing(table, context) ??
        missing(FunctionName, context) ??
        missing(OnFailure?.Destination, context)
      );
    })(properties, context);
  },
  'AWS::Events::Rule': parsed(Rule, ({ EventPattern, ScheduleExpression, Targets }, context) => {
    if (EventPattern) eventPattern(EventPattern);
    if (ScheduleExpression) checkSchedule(ScheduleExpression);
    for (const { DeadLetterConfig } of Targets) {
      const wrong = missing(DeadLetterConfig?.Arn, context);
      if (wrong) return wrong;
    }
    return undefined;
  }),
  'AWS::Scheduler::Schedule': parsed(SchedulerSchedule, (schedule, context) => {
    if (!['UTC', 'Etc/UTC'].includes(schedule.ScheduleExpressionTimezone)) {
      return `its time zone is ${schedule.ScheduleExpressionTimezone}, not UTC`;
    }
    checkSchedule(schedule.ScheduleExpression);
    return missing(schedule.Target.DeadLetterConfig?.Arn, context);
  }),
};

function checkSchedule(expression: string): void {
  new Schedules([{ name: 'schedule', expression, fire: () => {} }]);
}

/**
 * Excludes from the template what does not run here.
 *
 * @returns a line for each kind of resource and reason, naming the constructs.
 */
export function excludeTeamResources(template: Template, assembly: Assembly): string[] {
  const all = template.all();
  const service = servicePath(template);
  const isOwn = (path: string | undefined) =>
    service === undefined || path === undefined || path.startsWith(`${service}/`);
  const runs = new Set([...all].flatMap(([id, { path }]) => (isOwn(path) ? [id] : [])));
  const byReason = new Map<string, string[]>();
  const team = [...all].filter(([, { path }]) => !isOwn(path));
  const order = Object.keys(checks);
  team.sort(([, a], [, b]) => order.indexOf(a.type) - order.indexOf(b.type));
  for (const [id, { type, path }] of team) {
    const reason = reasonAgainst(template, id, type, { assembly, runs });
    if (reason === undefined) {
      runs.add(id);
      continue;
    }
    template.exclude(id);
    if (nothingToRun.test(type) || isOfCdk(path)) continue;
    const line = reason === '' ? type : `${type}: ${reason}`;
    byReason.set(line, [...(byReason.get(line) ?? []), nameIn(path) ?? id]);
  }
  return [...byReason].map(([kind, names]) => `Does not run here: ${kind} (${names.join(', ')})`);
}

/** Undefined if the resource runs; an empty text if no resource of its type does. */
function reasonAgainst(
  template: Template,
  id: string,
  type: string,
  context: CheckContext,
): string | undefined {
  if (runsAlways.has(type)) return undefined;
  const check = Object.hasOwn(checks, type) ? checks[type] : undefined;
  if (!check) return '';
  try {
    return check(template.propertiesOf(id), context);
  } catch (error) {
    return (error as Error).message.replace(/\.$/, '');
  }
}

/** These are settings of something else that runs, such as a machine client with its secret. */
const runsAlways = new Set([
  'AWS::Cognito::UserPoolClient',
  'AWS::Events::EventBus',
  'AWS::Lambda::Permission',
  'AWS::SecretsManager::Secret',
]);

/** Functions that CDK adds for deployments: they have no construct of the team. */
const isOfCdk = (path: string | undefined) =>
  /\/(Custom::|LogRetention|AWS679|.*CustomResourceProvider|.*BucketNotificationsHandler)/.test(
    path ?? '',
  );

/** The path of a construct without its stack and without the resource in it. */
function nameIn(path: string | undefined): string | undefined {
  return path
    ?.split('/')
    .slice(1)
    .filter((part) => part !== 'Resource')
    .join('/');
}

/** The path of the service in the app, known from its function for reads; undefined without path metadata. */
function servicePath(template: Template): string | undefined {
  for (const [id, { type, path }] of template.all()) {
    if (type !== 'AWS::Lambda::Function' || !path?.endsWith('/Queries/Resource')) continue;
    if (template.rawPropertiesOf(id).Description === 'Liaison: queries') {
      return path.slice(0, -'/Queries/Resource'.length);
    }
  }
  return undefined;
}
