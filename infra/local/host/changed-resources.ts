// Which resources differ between the template that runs and a newer one, other than functions.
import { isDeepStrictEqual } from 'node:util';
import type { Template } from '../base/template.ts';

/** A rebuild can neither create nor change these; others, such as rights and alarms, do not run here. */
const needsRestart =
  /^AWS::(DynamoDB::|SQS::Queue$|Events::Rule$|Scheduler::Schedule$|Lambda::EventSourceMapping$|Lambda::EventInvokeConfig$|ApiGatewayV2::(Route|Authorizer)$)/;

/** @returns for each its logical id, its type, and whether it is new, changed or removed. */
export function changedResources(running: Template, next: Template): string[] {
  const [before, after] = [running.all(), next.all()];
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((id) => {
    const type = (after.get(id) ?? before.get(id))?.type ?? '';
    if (!needsRestart.test(type)) return [];
    const change = !before.has(id)
      ? 'new'
      : !after.has(id)
        ? 'removed'
        : isDeepStrictEqual(running.rawPropertiesOf(id), next.rawPropertiesOf(id))
          ? undefined
          : 'changed';
    return change ? [`${id} (${type}, ${change})`] : [];
  });
}
