// Readable names of resources, built from the ids of the constructs around them.
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Construct ids that add nothing to a name. */
const omittedIds = new Set(['Default', 'Function', 'Queue', 'Alarms']);

/** `liaison-prod-Projector-Failures`: the stack and the constructs from there down to this one. */
export function resourceName(construct: IConstruct, { withStack = true } = {}): string {
  const stack = Stack.of(construct);
  const ids = construct.node.scopes
    .slice(stack.node.scopes.length)
    .map(({ node }) => node.id)
    .filter((id) => !omittedIds.has(id));
  return [...(withStack ? [stack.stackName] : []), ...ids].join('-');
}
