// Other teams' stacks in docs/workflows.md: their templates do what the page says.
import { readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { eventPattern } from '../../infra/local/eventbridge/event-pattern.ts';
import { eventSource } from '../../shared/contracts/event-source.ts';
import type { Connection } from '../../shared/domain/connection-rules.ts';
import { connectionEvent } from '../../shared/domain/events/announced-events.ts';
import { ForwardEvents, OnboardVendors, ReceiveEvents, TellCrm } from '../support/other-stack.ts';
import { templateOf, testApp } from '../support/stack.ts';

const busName = 'liaison-bus';
const page = readFileSync(new URL('../../docs/workflows.md', import.meta.url), 'utf8');
const source = readFileSync(new URL('../support/other-stack.ts', import.meta.url), 'utf8');

const ruleOf = (template: Template) => {
  const [rule, ...more] = Object.values(template.findResources('AWS::Events::Rule'));
  expect(more).toEqual([]);
  return rule?.Properties;
};

/** The event of a new connection between two records with these roles, as a rule receives it. */
function created(role1: string | null, role2: string | null) {
  const by = { actor: 'ines', at: '2026-11-22T10:00:00.000Z' };
  const after: Connection = {
    id: '019aa3f0-7d2e-7c61-9d3c-8f4f5f0a1b2c',
    record1: { type: 'contact', id: 'a', name: 'A', roleId: role1 },
    record2: { type: 'account', id: 'b', name: 'B', roleId: role2 },
    title: null,
    attributes: null,
    externalId: null,
    description: null,
    effectiveStart: null,
    effectiveEnd: null,
    state: 'active',
    ownerId: by.actor,
    createdAt: by.at,
    createdBy: by.actor,
    modifiedAt: by.at,
    modifiedBy: by.actor,
    version: 1,
  };
  const { type, detail } = connectionEvent({ before: null, after, ...by });
  return { source: eventSource, 'detail-type': type, detail };
}

it.each(['state machine', 'webhook', 'forwarding'])('the guide quotes this code: %s', (part) => {
  const [, quoted = ''] = source.split(`// begin ${part}\n`);
  const [code = ''] = quoted.split(`// end ${part}\n`);
  expect(code.length).toBeGreaterThan(100);
  expect(page).toContain(code.trim());
});

it('the guide quotes the example and its construct', () => {
  const flat = (text: string) => text.replaceAll(/\s+/g, ' ');
  const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(page).toContain(file('functions/handlers/workflows/vendor-notice.ts').trim());
  const [, quoted = ''] = /(new Workflow\(this, 'VendorNotice'[\s\S]*?\n\}\));/.exec(page) ?? [];
  expect(quoted).toContain('vendor-notice.ts');
  expect(flat(file('infra/liaison-service.ts'))).toContain(flat(quoted));
});

it('a state machine starts with the detail of the event', () => {
  const stack = new OnboardVendors(testApp(), 'Onboard', { busName });
  const rule = ruleOf(Template.fromStack(stack));
  expect(rule).toMatchObject({
    EventBusName: busName,
    Targets: [
      {
        Arn: { Ref: expect.stringMatching(/^Onboarding/) },
        RoleArn: expect.anything(),
        InputPath: '$.detail',
        DeadLetterConfig: expect.anything(),
      },
    ],
  });
  const matches = eventPattern(rule?.EventPattern);
  expect(matches(created('vendor', 'client'))).toBe(true);
  expect(matches(created('client', 'vendor'))).toBe(false);
});

it('a webhook is called with the id of the event, at its own pace', () => {
  const template = Template.fromStack(new TellCrm(testApp(), 'TellCrm', { busName }));
  template.hasResourceProperties('AWS::Events::ApiDestination', {
    HttpMethod: 'POST',
    InvocationRateLimitPerSecond: 20,
  });
  expect(ruleOf(template)).toMatchObject({
    Targets: [
      {
        HttpParameters: { HeaderParameters: { 'Idempotency-Key': '$.detail.eventId' } },
        InputPath: '$.detail',
        DeadLetterConfig: expect.anything(),
      },
    ],
  });
});

it('another account gets all events on a bus of its own', () => {
  const targetBusArn = 'arn:aws:events:eu-central-1:222222222222:event-bus/LiaisonEvents';
  const forward = new ForwardEvents(testApp(), 'Forward', { busName, targetBusArn });
  const template = Template.fromStack(forward);
  expect(ruleOf(template)).toMatchObject({
    EventPattern: { source: ['liaison'] },
    Targets: [{ Arn: targetBusArn, RoleArn: expect.anything() }],
  });
  const receive = new ReceiveEvents(testApp(), 'Receive', '111111111111');
  Template.fromStack(receive).hasResourceProperties('AWS::Events::EventBusPolicy', {
    Statement: { Effect: 'Allow', Action: 'events:PutEvents' },
  });
});

it('the example runs only for a new vendor, on either side', () => {
  const rules = Object.entries(templateOf('dev').findResources('AWS::Events::Rule'));
  const [, example] = rules.find(([id]) => id.startsWith('VendorNotice')) ?? [];
  const matches = eventPattern(example?.Properties.EventPattern);
  expect(matches(created('vendor', null))).toBe(true);
  expect(matches(created('client', 'vendor'))).toBe(true);
  expect(matches(created('client', null))).toBe(false);
  expect(matches({ ...created('vendor', null), 'detail-type': 'Connection Deleted' })).toBe(false);
  const updated = (field: string) => {
    const { detail } = created('vendor', 'client');
    const changes = [{ field, from: null, to: 'vendor' }];
    return {
      source: 'liaison',
      'detail-type': 'Connection Updated',
      detail: { ...detail, changes },
    };
  };
  expect(matches(updated('record1RoleId'))).toBe(true);
  expect(matches(updated('title'))).toBe(false);
});
