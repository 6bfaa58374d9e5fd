// The dashboard for the person on call: is the service healthy, and if not, where to look.
import { Aspects, Aws, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IMetric,
  type IWidget,
  LogQueryWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import {
  apiMetric,
  metricByDimension,
  serviceMetric,
  tableMetric,
  tableOperations,
} from '../alarms/cloudwatch-metrics.ts';
import { resourceName } from '../alarms/resource-name.ts';
import { runbookFile, ServiceAlarm } from '../alarms/service-alarm.ts';
import { Workflow } from '../events/workflow-construct.ts';
import { LiaisonFunction } from '../lambda/liaison-function.ts';
import { StreamReader } from '../table/stream-reader.ts';

export interface ServiceDashboardProps {
  readonly apiId: string;
  readonly tableName: string;
  /** Address of the runbook in the dashboard's text; default: the path of the file. */
  readonly runbookUrl?: string;
}

const size = { width: 8, height: 6 };

/** Shows every function, stream reader, workflow and alarm of its stack, also those added later. */
export class ServiceDashboard extends Construct {
  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      // Dashboard names are unique in an account, not only in a region.
      dashboardName: `${resourceName(scope)}-${Aws.REGION}`,
    });
    Aspects.of(this).add({
      // The constructs to show are not all known before the template is written.
      visit: (node) => {
        if (node === this) for (const row of this.#rows(props)) dashboard.addWidgets(...row);
      },
    });
  }

  #rows({ apiId, tableName, runbookUrl }: ServiceDashboardProps): IWidget[][] {
    const all = Stack.of(this).node.findAll();
    const alarms = all.filter((one) => one instanceof ServiceAlarm) as IAlarm[];
    const functions = all.filter((one) => one instanceof LiaisonFunction);
    const readers = all.filter((one) => one instanceof StreamReader);
    const workflows = all.filter((one) => one instanceof Workflow);
    const workflowQueues = workflows.flatMap(({ queue, node }) =>
      queue ? [{ queue: queue.queue, label: node.id }] : [],
    );
    const logGroupNames = functions.map((fn) => fn.logGroup.logGroupName);
    const ofEach = (name: 'Errors' | 'Throttles') =>
      functions.map((fn) =>
        fn.metric(name, { statistic: 'Sum', label: resourceName(fn, { withStack: false }) }),
      );

    // Markdown cannot link to a file of the project from CloudWatch.
    const runbook = runbookUrl ? `[runbook](${runbookUrl})` : `runbook (\`${runbookFile}\`)`;

    return [
      [
        new TextWidget({
          markdown: `**Red?** Its section in the ${runbook} says what it means and what to do.`,
          width: 24,
          height: 1,
        }),
      ],
      [new AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 5 })],
      [
        graph('Requests', [
          apiMetric(apiId, 'Count', 'Sum'),
          apiMetric(apiId, '4xx', 'Sum'),
          apiMetric(apiId, '5xx', 'Sum'),
        ]),
        graph('Requests by code', [metricByDimension(this, 'Duration', 'code', 'SampleCount')]),
        graph('Requests by operation', [
          metricByDimension(this, 'Duration', 'operation', 'SampleCount'),
        ]),
      ],
      [
        graph('As callers see it, ms', [
          apiMetric(apiId, 'Latency', 'p50'),
          apiMetric(apiId, 'Latency', 'p99'),
        ]),
        graph('p50 by operation, ms', [metricByDimension(this, 'Duration', 'operation', 'p50')]),
        graph('p99 by operation, ms', [metricByDimension(this, 'Duration', 'operation', 'p99')]),
      ],
      [
        graph('Tried again; conflicts with other writers', [
          serviceMetric(this, 'Retries', { statistic: 'Sum' }),
          serviceMetric(this, 'Conflicts', { statistic: 'Sum' }),
        ]),
        graph('Table: units used', [
          tableMetric(tableName, 'ConsumedReadCapacityUnits'),
          tableMetric(tableName, 'ConsumedWriteCapacityUnits'),
        ]),
        graph(
          'Table: throttled, failed',
          tableOperations.flatMap((operation) => [
            tableMetric(tableName, 'ThrottledRequests', operation),
            tableMetric(tableName, 'SystemErrors', operation),
          ]),
        ),
      ],
      [
        graph(
          'Readers: how late, ms',
          readers.flatMap(({ fn, node }) => [
            fn.metric('IteratorAge', { statistic: 'Maximum', label: `${node.id} IteratorAge` }),
            serviceMetric(this, 'Lag', { statistic: 'Maximum' }, { function: node.id }),
          ]),
        ),
        graph('Readers: records, events, set aside', [
          ...readers.flatMap(({ node }) => [
            serviceMetric(this, 'Records', { statistic: 'Sum' }, { function: node.id }),
            serviceMetric(this, 'SetAside', { statistic: 'Sum' }, { function: node.id }),
          ]),
          serviceMetric(this, 'Published', { statistic: 'Sum' }),
        ]),
        graph(
          'Failure queues: messages (0 is right)',
          [...readers, ...workflows].map(({ failures, node }) =>
            failures.queue.metricApproximateNumberOfMessagesVisible({ label: node.id }),
          ),
        ),
      ],
      [
        graph('Workflows: runs; events at the end of a chain', [
          metricByDimension(this, 'Duration', 'function', 'SampleCount'),
          serviceMetric(this, 'ChainsStopped', { statistic: 'Sum' }),
        ]),
        graph(
          'Workflow queues: waiting events',
          workflowQueues.map(({ queue, label }) =>
            queue.metricApproximateNumberOfMessagesVisible({ label }),
          ),
        ),
        graph(
          'Workflow queues: age of the oldest event, s',
          workflowQueues.map(({ queue, label }) =>
            queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum', label }),
          ),
        ),
      ],
      [
        graph('Functions: errors', ofEach('Errors')),
        graph('Functions: throttled', ofEach('Throttles')),
      ],
      [
        new LogQueryWidget({
          title: 'The last errors',
          logGroupNames,
          queryLines: [
            'fields @timestamp, coalesce(operation, function) as what, message, error.name, error.message, requestId',
            // Lambda itself logs a timeout.
            'filter level = "ERROR" or record.status = "timeout"',
            'sort @timestamp desc',
            'limit 20',
          ],
          width: 24,
          height: 6,
        }),
      ],
      [
        new LogQueryWidget({
          title: 'The slowest requests',
          logGroupNames,
          queryLines: [
            'fields @timestamp, operation, Duration, Retries, Conflicts, code, connectionId, requestId',
            'filter message = "request"',
            'sort Duration desc',
            'limit 10',
          ],
          width: 24,
          height: 6,
        }),
      ],
    ];
  }
}

const graph = (title: string, left: IMetric[]) =>
  new GraphWidget({ title, left, leftYAxis: { min: 0, showUnits: false }, ...size });
