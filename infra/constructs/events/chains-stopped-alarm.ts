// The alarm that a workflow did not run for an event, because the chain of events before it is too long.
import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { alarmThresholds } from '../alarms/alarm-thresholds.ts';
import { serviceMetric } from '../alarms/cloudwatch-metrics.ts';
import { ServiceAlarm } from '../alarms/service-alarm.ts';

const alarmId = 'ChainsStopped';

/** Adds the alarm to the stack of a workflow, unless it has one: a loop usually involves several workflows. */
export function alarmOnStoppedChains(workflow: IConstruct): void {
  const stack = Stack.of(workflow);
  if (stack.node.tryFindChild(alarmId)) return;
  new ServiceAlarm(stack, alarmId, {
    means:
      'A workflow did not run for an event, because too many events led to it: probably a loop',
    section: 'a-chain-of-events-was-stopped',
    metric: serviceMetric(stack, 'ChainsStopped', { statistic: 'Sum' }),
    ...alarmThresholds.chainsStopped,
  });
}
