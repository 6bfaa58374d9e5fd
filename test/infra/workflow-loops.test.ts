// What a workflow does about loops: the limit of its chains, the alarm, and events that it caused itself.
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ConnectionEvents, Workflow } from '../../infra/index.ts';
import type { EventType } from '../../shared/contracts/event-schemas.ts';
import { eventPattern } from '../../shared/patterns/event-pattern.ts';
import { event } from '../../testing/event.ts';
import { functionOf, templateOf, testApp } from '../support/stack.ts';

type Props = ConstructorParameters<typeof Workflow>[2];

/** A stack with workflows that have these props, by id. */
function stackWith(workflows: Readonly<Record<string, Partial<Props>>>) {
  const stack = new Stack(testApp(), 'Team');
  const events = new ConnectionEvents(stack, 'Liaison', { busName: 'bus' });
  const made = Object.entries(workflows).map(([id, props]) => {
    const common = { events, entry: 'functions/handlers/workflows/vendor-notice.ts', purpose: id };
    return new Workflow(stack, id, { on: 'Connection Updated', ...common, ...props } as Props);
  });
  return { template: Template.fromStack(stack), names: made.map((one) => one.workflowName) };
}

const prod = templateOf('prod');

const variablesOf = (template: Template, purpose: string) =>
  functionOf(template, purpose)[1].Properties.Environment.Variables;

describe('the longest chain of events that a workflow continues', () => {
  it('has 16 events after the first one, unless it says otherwise', () => {
    const { template } = stackWith({ Task: {}, Long: { maxDepth: 1000 } });
    expect(variablesOf(template, 'Task').LIAISON_MAX_DEPTH).toBe('16');
    expect(variablesOf(template, 'Long').LIAISON_MAX_DEPTH).toBe('1000');
  });

  it.each([0, 1.5, 1001, Number.NaN])('cannot be %d', (maxDepth) => {
    expect(() => stackWith({ Task: { maxDepth } })).toThrow(
      `Workflow "Task": maxDepth is ${maxDepth}; it must be a whole number from 1 to 1,000, or Infinity`,
    );
  });

  it.each([
    'deletes the connections of a deleted record, moves those of a merged one',
    'brings a new name to the connections of a record',
    'blanks a role on its connections, then deletes it',
  ])('has no limit for what Liaison promises: %s', (purpose) => {
    expect(variablesOf(prod, purpose)).not.toHaveProperty('LIAISON_MAX_DEPTH');
  });

  it('raises one alarm for all workflows of a stack, which a stack of sweeps does not need', () => {
    const alarmsOf = (template: Template) =>
      Object.values(template.findResources('AWS::CloudWatch::Alarm'))
        .map(({ Properties }) => Properties)
        .filter(({ MetricName }) => MetricName === 'ChainsStopped');
    expect(alarmsOf(stackWith({ One: {}, Other: {} }).template)).toEqual([
      expect.objectContaining({
        AlarmName: 'Team-ChainsStopped',
        AlarmDescription: expect.stringContaining('#a-chain-of-events-was-stopped'),
        Namespace: 'Liaison',
        Dimensions: [{ Name: 'service', Value: 'Team' }],
        Statistic: 'Sum',
        Threshold: 1,
      }),
    ]);
    expect(alarmsOf(stackWith({ One: { maxDepth: Infinity } }).template)).toEqual([]);
    expect(alarmsOf(templateOf('dev'))).toHaveLength(1);
  });
});

describe('skipOwn', () => {
  /** Whether each event starts the first workflow. */
  const startedBy = (template: Template, workflow: string | null, type: EventType, more = {}) => {
    const [rule] = Object.values(template.findResources('AWS::Events::Rule'));
    return eventPattern(rule?.Properties.EventPattern)(event(type, { workflow, ...more }));
  };

  it('leaves out the events that the workflow itself caused', () => {
    const { template, names } = stackWith({ Task: { skipOwn: true }, Other: {} });
    const [own = '', other = ''] = names;
    expect(variablesOf(template, 'Task').LIAISON_WORKFLOW_NAME).toBe(own);
    expect(startedBy(template, own, 'Connection Updated')).toBe(false);
    expect(startedBy(template, other, 'Connection Updated')).toBe(true);
    expect(startedBy(template, null, 'Connection Updated')).toBe(true);
    expect(startedBy(template, null, 'Connection Deleted')).toBe(false);
  });

  it('is added to the conditions of where', () => {
    const where = { $or: [{ actor: ['ines'] }, { connection: { ownerId: ['ines'] } }] };
    const { template, names } = stackWith({ Task: { skipOwn: true, where } });
    const ines = { actor: 'ines' };
    expect(startedBy(template, null, 'Connection Updated', ines)).toBe(true);
    expect(startedBy(template, names[0] ?? '', 'Connection Updated', ines)).toBe(false);
    expect(
      startedBy(template, null, 'Connection Updated', {
        actor: 'omar',
        connection: { ownerId: 'omar' },
      }),
    ).toBe(false);
  });

  it('is not the default', () => {
    const { template, names } = stackWith({ Task: {} });
    expect(startedBy(template, names[0] ?? '', 'Connection Updated')).toBe(true);
  });

  it('excludes a condition of where on the same field', () => {
    const where = { workflow: [{ prefix: 'Team' }] };
    expect(() => stackWith({ Task: { skipOwn: true, where } })).toThrow(
      'Workflow "Task": where has a condition on workflow, which skipOwn sets, too; leave out one of them',
    );
  });

  it('has another name for each workflow of an app, of letters, digits and hyphens', () => {
    const { names } = stackWith({ Task: {}, 'Task 2': {}, [`T${'x'.repeat(200)}`]: {} });
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(/^Team[A-Za-z0-9-]{1,60}$/);
  });
});
