// Refuses values of a workflow's props with which it would not deploy, or not run as its author expects.
import { Token } from 'aws-cdk-lib';
import type { NodejsFunctionProps } from 'aws-cdk-lib/aws-lambda-nodejs';
import { environmentNames } from '../../../functions/runtime/environment.ts';
import type { OwnFunctionProps } from '../lambda/liaison-function.ts';

/** The props to check; those of the other kind of workflow are refused, too. */
export interface LimitedProps extends OwnFunctionProps {
  readonly schedule?: unknown;
  readonly concurrency?: number;
  readonly maxReceiveCount?: number;
  readonly retryAttempts?: number;
}

/** @throws Error that names the workflow, the prop, and what it may be */
export function refuseNonsense(workflow: string, props: LimitedProps): void {
  const refuse = (prop: string, why: string): never => {
    throw new Error(`Workflow "${workflow}": ${prop}: ${why}`);
  };
  const within = (prop: keyof LimitedProps, value: unknown, least: number, most: number) => {
    if (value === undefined || Token.isUnresolved(value)) return;
    const isWhole = Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
    const limits = `must be a whole number from ${least} to ${most.toLocaleString('en')}`;
    if (!isWhole) refuse(prop, `${limits}, not ${JSON.stringify(value)}`);
  };

  refuseOfOtherKind(props, refuse);
  within('concurrency', props.concurrency, 2, 1000);
  // At 100, the last of the longer and longer pauses between two runs is 100 minutes.
  within('maxReceiveCount', props.maxReceiveCount, 1, 100);
  within('retryAttempts', props.retryAttempts, 0, 2);
  within('memorySize', props.memorySize, 128, 10_240);
  refuseTimeout(props.timeout, refuse);
  for (const name of Object.keys(props.environment ?? {})) {
    if (/^LIAISON_/i.test(name) || name === environmentNames.logLevel) {
      refuse('environment', `"${name}" is set by Liaison; choose a name without "LIAISON_"`);
    }
    if (!/^[a-zA-Z]\w+$/.test(name)) {
      refuse('environment', `"${name}" must be a letter, then letters, digits and "_"`);
    }
  }
  for (const prop of ['vpcSubnets', 'securityGroups', 'allowPublicSubnet'] as const) {
    if (props[prop] !== undefined && !props.vpc) refuse(prop, 'requires vpc');
  }
}

type Refuse = (prop: string, why: string) => never;

function refuseOfOtherKind(props: LimitedProps, refuse: Refuse): void {
  if (props.schedule === undefined) {
    if (props.retryAttempts !== undefined) {
      refuse('retryAttempts', 'is for a workflow on a schedule; use maxReceiveCount');
    }
    return;
  }
  const ofQueue = { concurrency: 'runs once at a time', maxReceiveCount: 'has retryAttempts' };
  for (const [prop, instead] of Object.entries(ofQueue)) {
    if (props[prop as keyof typeof ofQueue] !== undefined) {
      refuse(prop, `is for a workflow on events; one on a schedule has no queue and ${instead}`);
    }
  }
}

/** Whole seconds: the queue's visibility timeout is six times as long. */
function refuseTimeout(timeout: NodejsFunctionProps['timeout'], refuse: Refuse): void {
  if (timeout === undefined) return;
  if (timeout.isUnresolved()) {
    refuse(
      'timeout',
      "must be known at synthesis, not a token: the queue's visibility timeout depends on it",
    );
  }
  const seconds = timeout.toMilliseconds() / 1000;
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 900) {
    refuse(
      'timeout',
      `must be whole seconds from 1 second to 15 minutes, not ${timeout.toHumanString()}`,
    );
  }
}
