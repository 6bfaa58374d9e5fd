// The template's rules and schedules, with their targets.
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { StartError } from '../host/start-error.ts';
import { accountId, arnOf, nameOf, region, type Template } from '../host/template.ts';
import type { BusRule } from './event-bus.ts';
import { eventPattern } from './event-pattern.ts';
import { type Event, type Surroundings, Target, targetOf } from './rule-target.ts';
import type { Schedule } from './schedules.ts';

/** What is used of an AWS::Events::Rule. */
const Rule = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: z.record(z.string(), z.unknown()).optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z.array(Target).default([]),
});
/** What is used of an AWS::Scheduler::Schedule. */
const SchedulerSchedule = z.object({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.string().default('ENABLED'),
  Target,
});
const Permission = z.object({ FunctionName: z.string(), Principal: z.string() });

/** @throws StartError for a pattern, an expression or a target's setting that is not known here. */
export function openRules(template: Template, options: Omit<Surroundings, 'invocable'>) {
  const permissions = [...template.resources('AWS::Lambda::Permission', Permission).values()];
  const surroundings: Surroundings = {
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
      options.trace(`schedule  ${name} fires ${event.id}`);
      for (const each of deliver) each(event);
    };
    scheduled.push({ name, expression, fire });
  };

  for (const [name, rule] of template.resources('AWS::Events::Rule', Rule)) {
    if (rule.State === 'DISABLED') continue;
    const arn = arnOf('AWS::Events::Rule', name);
    const from = { arn, name, principal: 'events.amazonaws.com' };
    const deliver = rule.Targets.map((target) => targetOf(target, from, surroundings));
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
      throw new StartError(`The schedule ${name} must be in UTC to be run locally.`);
    }
    const arn = arnOf('AWS::Scheduler::Schedule', name);
    const deliver = [targetOf(each.Target, { arn, name }, surroundings)];
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
