// An alarm of the service: named, explained, and with a section of its own in the runbook.
import {
  Alarm,
  type AlarmProps,
  type CfnAlarm,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { placeOf } from './place.ts';

/** The runbook's sections about alarms: the anchors of their headings. */
export type RunbookSection =
  | 'requests-fail'
  | 'requests-are-slow'
  | 'requests-are-refused-as-busy'
  | 'a-function-fails'
  | 'a-function-is-throttled'
  | 'the-table-is-throttled'
  | 'dynamodb-fails'
  | 'a-reader-is-late'
  | 'changes-missing-in-history-and-counts'
  | 'changes-that-were-not-announced'
  | 'events-that-a-workflow-could-not-process';

export interface ServiceAlarmProps
  extends Omit<AlarmProps, 'alarmName' | 'alarmDescription' | 'actionsEnabled'> {
  /** What it means, in one sentence without its full stop. */
  readonly means: string;
  /** What to do about it. */
  readonly section: RunbookSection;
  /** Whether it helps to be told of its end, too; default: yes. */
  readonly tellsEnd?: boolean;
}

/**
 * Is called after its place, `liaison-prod-Projector-Late`. No data is no alarm, unless the props say
 * otherwise. Whom it tells, and where the runbook is, the stack's OnCall decides.
 */
export class ServiceAlarm extends Alarm {
  readonly #means: string;
  readonly #section: RunbookSection;
  readonly tellsEnd: boolean;

  constructor(scope: Construct, id: string, props: ServiceAlarmProps) {
    const { means, section, tellsEnd = true, ...alarm } = props;
    super(scope, id, {
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...alarm,
      alarmName: `${placeOf(scope)}-${id}`,
    });
    this.#means = means;
    this.#section = section;
    this.tellsEnd = tellsEnd;
    this.explain('docs/runbook.md');
  }

  /** Says where the runbook is. */
  explain(runbookUrl: string): void {
    const alarm = this.node.defaultChild as CfnAlarm;
    alarm.alarmDescription = `${this.#means}. What to do: ${runbookUrl}#${this.#section}`;
  }
}
