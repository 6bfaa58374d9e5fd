// The `where` of the construct Workflow: what is wrong stops the synthesis, and names its place.
import { CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { ConnectionEvents, Workflow } from '../../infra/index.ts';
import { testApp } from '../support/stack.ts';

const entry = new URL('../../samples/embedding/vendor-task.ts', import.meta.url).pathname;

/** A stack with a workflow on new connections. */
function stackWith(where: (stack: Stack) => object): Stack {
  const stack = new Stack(testApp(), 'OtherTeam');
  new Workflow(stack, 'VendorTask', {
    events: new ConnectionEvents(stack, 'Liaison', { busName: 'prod-bus' }),
    on: 'Connection Created',
    where: where(stack),
    entry,
    purpose: 'opens a task',
  });
  return stack;
}

it.each([
  [
    { connection: { record1RoleId: 'vendor' } },
    `Workflow "VendorTask": where.connection.record1RoleId: expected a list of values, such as ['vendor'], found 'vendor'`,
  ],
  [
    { connection: { record1Role: ['vendor'] } },
    'Workflow "VendorTask": where.connection.record1Role: is no field of Connection Created; the fields are id, record1, ',
  ],
  [
    { connection: { title: [{ startsWith: 'a' }] } },
    `Workflow "VendorTask": where.connection.title: 'startsWith' is not an operator`,
  ],
  [
    { actor: Array.from({ length: 400 }, (_, at) => `user-${at}-x`) },
    'Workflow "VendorTask": where: the pattern has 5',
  ],
])('%j does not synthesize', (where, message) => {
  expect(() => stackWith(() => where)).toThrow(message);
});

it('may contain values that are known when the stack is deployed', () => {
  const stack = stackWith((scope) => {
    const role = new CfnParameter(scope, 'Role');
    const roles = new CfnParameter(scope, 'Roles', { type: 'CommaDelimitedList' });
    return {
      connection: {
        record1RoleId: [role.valueAsString],
        record2RoleId: roles.valueAsList,
        version: [Token.asNumber(Fn.ref('Role'))],
      },
    };
  });
  Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      detail: {
        connection: {
          record1RoleId: [{ Ref: 'Role' }],
          record2RoleId: { Ref: 'Roles' },
          version: [{ Ref: 'Role' }],
        },
      },
    },
  });
});

it('reports a pattern that only an increased quota accepts', () => {
  const actor = Array.from({ length: 200 }, (_, at) => `user-${at}-x`);
  Annotations.fromStack(stackWith(() => ({ actor }))).hasWarning(
    '/OtherTeam/VendorTask',
    Match.stringLikeRegexp('EventBridge accepts more than 2048 only'),
  );
});
