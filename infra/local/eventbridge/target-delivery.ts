// Delivers an event to the target of a rule or schedule: shapes the input, then invokes or sends.
import * as z from 'zod';
import { StartError } from '../base/start-error.ts';
import { nameOf } from '../base/template.ts';
import { idInLogs, type Trace } from '../base/trace.ts';
import type { AsyncInvocations } from '../lambda/async-invocations.ts';
import { type LocalQueue, queueAt } from '../sqs/queues.ts';

const Arn = z.object({ Arn: z.string() }).optional();

/** The properties of a target of an AWS::Events::Rule or AWS::Scheduler::Schedule that are used here. */
export const Target = z.object({
  Id: z.string().default('target'),
  Arn: z.string(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .object({
      InputPathsMap: z.record(z.string(), z.string()).default({}),
      InputTemplate: z.string(),
    })
    .optional(),
  DeadLetterConfig: Arn,
});
export type Target = z.output<typeof Target>;

/** An event as JSON. */
export type Event = Readonly<Record<string, unknown>>;

export interface DeliveryContext {
  readonly queues: ReadonlyMap<string, LocalQueue>;
  readonly invocations: AsyncInvocations;
  /** Whether the template permits this principal to invoke the function. */
  readonly invocable: (functionName: string, principal: string) => boolean;
  readonly functionNames: ReadonlySet<string>;
  readonly trace: Trace;
  /** Receives a sentence for each target that does not run here, once. */
  readonly warn: (sentence: string) => void;
}

export interface Source {
  readonly arn: string;
  /** Logical id. */
  readonly name: string;
  /** As in AWS::Lambda::Permission; EventBridge Scheduler uses a role instead. */
  readonly principal?: string;
}

/**
 * Returns the function that delivers events to a target; an event is stored when that function returns.
 * Events that cannot be delivered go to the target's dead-letter queue at once, because none of the errors
 * here would disappear with a retry.
 *
 * @throws StartError for a setting that is not supported.
 */
export function deliveryTo(
  target: Target,
  source: Source,
  context: DeliveryContext,
): (event: Event) => void {
  const { queues, invocations, functionNames, invocable, trace, warn } = context;
  const name = nameOf(target.Arn);
  const input = inputOf(target, source);
  const deadLetters = queueAt(queues, target.DeadLetterConfig?.Arn);
  const fail = (event: Event, code: string, message: string) => {
    const fate = deadLetters ? `goes to ${deadLetters.name}` : 'is dropped';
    trace(`rule      ${source.name}: ${idInLogs(event)} ${fate}: ${message}`, event);
    const attribute = (StringValue: string) => ({ DataType: 'String', StringValue });
    deadLetters?.send(JSON.stringify(event), {
      RULE_ARN: attribute(source.arn),
      TARGET_ARN: attribute(target.Arn),
      ERROR_CODE: attribute(code),
      ERROR_MESSAGE: attribute(message),
      EXHAUSTED_RETRY_CONDITION: attribute('MaximumRetryAttempts'),
      RETRY_ATTEMPTS: attribute('0'),
    });
  };

  if (target.Arn.startsWith('arn:aws:sqs:')) {
    const queue = queues.get(name);
    return (event) => {
      if (!queue) return fail(event, 'RESOURCE_NOT_FOUND', `There is no queue ${name}.`);
      trace(`rule      ${source.name} matches ${idInLogs(event)} → queue ${name}`, event);
      queue.send(textOf(input(event)));
    };
  }
  if (target.Arn.startsWith('arn:aws:lambda:')) {
    const { principal } = source;
    const permitted = principal === undefined || invocable(name, principal);
    if (functionNames.has(name) && !permitted) {
      warn(
        `${source.name} may not invoke ${name}: the template has no permission for ${principal}.`,
      );
    }
    return (event) => {
      if (!functionNames.has(name)) {
        return fail(event, 'RESOURCE_NOT_FOUND', `There is no function ${name}.`);
      }
      if (!permitted) {
        return fail(event, 'NO_PERMISSIONS', `${principal} may not invoke ${name}.`);
      }
      trace(`rule      ${source.name} matches ${idInLogs(event)} → function ${name}`, event);
      invocations.accept(name, input(event), `${source.name} ${idInLogs(event)}`);
    };
  }
  warn(`${source.name} has a target that does not run locally: ${target.Arn}.`);
  return (event) =>
    trace(`rule      ${source.name} matches ${idInLogs(event)} → ${target.Arn}, not run`, event);
}

function textOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input);
}

function inputOf(target: Target, source: Source): (event: Event) => unknown {
  const { Input, InputPath, InputTransformer: transformer } = target;
  if (Input !== undefined) return (event) => jsonOrText(inContext(Input, event, source));
  if (InputPath !== undefined) return pathOf(InputPath);
  if (!transformer) return (event) => event;
  const paths = Object.entries(transformer.InputPathsMap).map(
    ([name, path]) => [name, pathOf(path)] as const,
  );
  return (event) => {
    const values = new Map<string, unknown>(paths.map(([name, find]) => [name, find(event)]));
    values.set('aws.events.rule-arn', source.arn);
    values.set('aws.events.rule-name', source.name);
    values.set('aws.events.event.ingestion-time', event.time);
    values.set('aws.events.event', event);
    values.set('aws.events.event.json', event);
    return jsonOrText(filled(transformer.InputTemplate, values));
  };
}

/** Replaces the context attributes of EventBridge Scheduler. */
function inContext(input: string, event: Event, source: Source): string {
  const context: Readonly<Record<string, unknown>> = {
    'schedule-arn': source.arn,
    'scheduled-time': event.time,
    'execution-id': event.id,
    'attempt-number': 1,
  };
  return input.replace(/<aws\.scheduler\.([\w-]+)>/g, (placeholder, name) =>
    String(context[name] ?? placeholder),
  );
}

/** Replaces a placeholder inside quotes with text, and one outside of quotes with JSON. */
function filled(template: string, values: ReadonlyMap<string, unknown>): string {
  return template.replace(/"(?:[^"\\]|\\.)*"|<([\w.-]+)>/g, (piece: string, bare?: string) => {
    if (bare !== undefined) {
      return values.has(bare) ? (JSON.stringify(values.get(bare)) ?? 'null') : piece;
    }
    return piece.replace(/<([\w.-]+)>/g, (placeholder, name: string) => {
      if (!values.has(name)) return placeholder;
      return JSON.stringify(textOf(values.get(name) ?? '')).slice(1, -1);
    });
  });
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The part of JSONPath that leads to a single value: `$.detail.items[0]`. */
function pathOf(path: string): (event: Event) => unknown {
  if (!/^\$(\.[\w-]+|\[\d+\]|\['[^']+'\])*$/.test(path)) {
    throw new StartError(`The local host does not support the path ${path} into an event.`);
  }
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g)].map(
    ([, name, index, quoted]) => name ?? index ?? quoted ?? '',
  );
  return (event) =>
    steps.reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | null | undefined)?.[step],
      event,
    );
}
