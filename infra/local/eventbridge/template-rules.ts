// Reads the template's rules and schedules, with their targets.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { StartError } from '../base/start-error.ts';
import { accountId, arnOf, nameOf, region, type Template } from '../base/template.ts';
import { eventPattern } from './event-pattern.ts';
import type { BusRule } from './put-events.ts';
import type { Schedule } from './schedules.ts';
import { type DeliveryContext, deliveryTo, type Event, Target } from './target-delivery.ts';

/** The properties of an AWS::Events::Rule that are used here. */
export const Rule = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z.array(Target).default([]),
});
/** The properties of an AWS::Scheduler::Schedule that are used here. */
export const SchedulerSchedule = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.string().default('ENABLED'),
  Target,
});
const Permission = z.object({ FunctionName: z.string(), Principal: z.string() });

/** @throws StartError for a pattern, an expression or a target's setting that is not supported. */
export function openRules(template: Template, options: Omit<DeliveryContext, 'invocable'>) {
  const permissions = [...template.resources('AWS::Lambda::Permission', Permission).values()];
  const context: DeliveryContext = {
    ...options,
    invocable: (name, principal) =>
      permissions.some(
        (each) => nameOf(each.FunctionName) === name && each.Principal === principal,
      ),
  };
  const rules: BusRule[] = [];
  const scheduled: Schedule[] = [];
  const schedule = (
    name: string,
    arn: string,
    source: string,
    expression: string,
    deliver: readonly ((event: Event) => void)[],
  ) => {
    const fire = () => {
      const event = scheduledEvent(source, arn);
      options.trace(`schedule  ${name} fires ${event.id}`, event);
      for (const each of deliver) each(event);
    };
    scheduled.push({ name, expression, fire });
  };

  for (const [name, rule] of template.resources('AWS::Events::Rule', Rule)) {
    if (rule.State === 'DISABLED') continue;
    const arn = arnOf('AWS::Events::Rule', name);
    const from = { arn, name, principal: 'events.amazonaws.com' };
    const deliver = rule.Targets.map((target) => deliveryTo(target, from, context));
    if (rule.EventPattern) {
      const matches = eventPattern(rule.EventPattern);
      rules.push({ busName: nameOf(rule.EventBusName), matches, deliver });
    }
    if (rule.ScheduleExpression) {
      schedule(name, arn, 'aws.events', rule.ScheduleExpression, deliver);
    }
  }
  for (const [name, each] of template.resources('AWS::Scheduler::Schedule', SchedulerSchedule)) {
    if (each.State === 'DISABLED') continue;
    if (!['UTC', 'Etc/UTC'].includes(each.ScheduleExpressionTimezone)) {
      throw new StartError(`The schedule ${name} must be in UTC to run locally.`);
    }
    const arn = arnOf('AWS::Scheduler::Schedule', name);
    const deliver = [deliveryTo(each.Target, { arn, name }, context)];
    schedule(name, arn, 'aws.scheduler', each.ScheduleExpression, deliver);
  }
  return {
    rules,
    scheduled,
    busNames: new Set(template.resources('AWS::Events::EventBus', z.unknown()).keys()),
  };
}

function scheduledEvent(source: string, arn: string): Event {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source,
    account: accountId,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [arn],
    detail: source === 'aws.scheduler' ? '{}' : {},
  };
}
