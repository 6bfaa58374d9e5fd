// An alarm with a readable name, an explanation and a section in the runbook.
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  Alarm,
  type AlarmProps,
  type CfnAlarm,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { resourceName } from './resource-name.ts';

/** The path of the runbook in Liaison's project, and in a project that has Liaison's package. */
export const runbookFile =
  extname(fileURLToPath(import.meta.url)) === '.ts'
    ? 'docs/runbook.md'
    : 'node_modules/liaison/docs/runbook.md';

/** The sections of the runbook about alarms, by the anchors of their headings. */
export type RunbookSection =
  | 'requests-fail'
  | 'requests-are-slow'
  | 'requests-are-refused-as-busy'
  | 'a-function-fails'
  | 'a-function-is-throttled'
  | 'the-table-is-throttled'
  | 'dynamodb-fails'
  | 'a-reader-is-late'
  | 'a-workflow-is-late'
  | 'a-chain-of-events-was-stopped'
  | 'changes-missing-in-history-and-counts'
  | 'changes-that-were-not-announced'
  | 'events-that-a-workflow-could-not-process';

export interface ServiceAlarmProps
  extends Omit<AlarmProps, 'alarmName' | 'alarmDescription' | 'actionsEnabled'> {
  /** What has happened when the alarm goes off: one sentence without its full stop. */
  readonly means: string;
  /** The runbook section that says what to do. */
  readonly section: RunbookSection;
  /** Whether to notify when the alarm is over, too; default: true. */
  readonly notifiesWhenOver?: boolean;
}

/**
 * Its name is built from the constructs around it: `liaison-prod-Projector-Late`. Missing data is no
 * alarm, unless the props say otherwise. The stack's OnCall adds the notification and the runbook.
 */
export class ServiceAlarm extends Alarm {
  readonly #means: string;
  readonly #section: RunbookSection;
  readonly notifiesWhenOver: boolean;

  constructor(scope: Construct, id: string, props: ServiceAlarmProps) {
    const { means, section, notifiesWhenOver = true, ...alarm } = props;
    super(scope, id, {
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...alarm,
      alarmName: `${resourceName(scope)}-${id}`,
    });
    this.#means = means;
    this.#section = section;
    this.notifiesWhenOver = notifiesWhenOver;
    this.explain(runbookFile);
  }

  /** Writes the description, which links to the runbook at this address or path. */
  explain(runbookUrl: string): void {
    const alarm = this.node.defaultChild as CfnAlarm;
    alarm.alarmDescription = `${this.#means}. What to do: ${runbookUrl}#${this.#section}`;
  }
}
