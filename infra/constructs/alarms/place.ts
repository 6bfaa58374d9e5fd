// What something of the stack is called for people: by the constructs that it is in.
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Ids that say nothing more than what is in them. */
const silent = new Set(['Default', 'Function', 'Alarms']);

/** `liaison-prod-Projector-Failures`: the stack, and the constructs down to this one. */
export function placeOf(construct: IConstruct, { withStack = true } = {}): string {
  const stack = Stack.of(construct);
  const ids = construct.node.scopes
    .slice(stack.node.scopes.length)
    .map(({ node }) => node.id)
    .filter((id) => !silent.has(id));
  return [...(withStack ? [stack.stackName] : []), ...ids].join('-');
}
