// Alarms and dashboard in the template: alarms that say what to do, and a dashboard of all resources.
import { globSync, readFileSync } from 'node:fs';
import { Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { describe, expect, it } from 'vitest';
import { metricGroups, metricNamespace, metricUnits } from '../../functions/telemetry/metrics.ts';
import { tableOperations } from '../../infra/constructs/alarms/cloudwatch-metrics.ts';
import { Workflow } from '../../infra/constructs/events/workflow-construct.ts';
import { LiaisonService } from '../../infra/liaison-service.ts';
import { LiaisonStack } from '../../infra/liaison-stack.ts';
import type { Settings } from '../../infra/settings-schema.ts';
import { settingsOf } from '../../infra/stage-settings.ts';
import { codes } from '../../shared/contracts/error-codes.ts';
import { routes } from '../../shared/contracts/routes.ts';
import { testApp } from '../support/stack.ts';

const stackWith = (alarms: Settings['alarms']) =>
  new LiaisonStack(testApp(), 'liaison-prod', { settings: { ...settingsOf('prod'), alarms } });

const emails = ['night@example.com', 'day@example.com'];
const prod = Template.fromStack(stackWith({ emails }));
const alarmsOf = (template: Template) =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(
    ({ Properties }) => Properties,
  );
const alarms = alarmsOf(prod);
/** Ids of the service's functions, or of other resources; what CDK adds to deploy files is not the service. */
const idsOf = (type: string) =>
  type === 'AWS::Lambda::Function'
    ? functions.map(([id]) => id)
    : Object.keys(prod.findResources(type));
const functions = Object.entries(prod.findResources('AWS::Lambda::Function')).filter(([, fn]) =>
  String(fn.Properties.Description).startsWith('Liaison: '),
);

describe('an alarm', () => {
  it('has a name that says what it is about', () => {
    const names = alarms.map(({ AlarmName }) => AlarmName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^liaison-prod(-[A-Z][A-Za-z]+)+$/);
    expect(names).toEqual(
      expect.arrayContaining(['liaison-prod-Projector-Late', 'liaison-prod-RequestsFail']),
    );
  });

  it('links to its section of the runbook, and each section about an alarm has an alarm', () => {
    const sections = readFileSync('docs/runbook.md', 'utf8')
      .split(/^## /m)
      .slice(1)
      .filter((section) => section.includes('**It means**'))
      .map((section) => section.slice(0, section.indexOf('\n')).toLowerCase().replaceAll(' ', '-'));
    // The alarm about chains of events exists if a workflow stops them: Liaison's own never do.
    const settings = { ...settingsOf('prod'), alarms: { emails }, exampleWorkflow: true };
    const stack = new LiaisonStack(testApp(), 'liaison-prod', { settings });
    const linked = alarmsOf(Template.fromStack(stack)).map(({ AlarmDescription }) => {
      const [, anchor] =
        /^[^.]+\. What to do: docs\/runbook\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
      return anchor ?? AlarmDescription;
    });
    expect([...new Set(linked)].sort()).toEqual(sections.sort());
  });

  it('treats missing data explicitly, and notifies the topic; also when it is over, except for a failure queue', () => {
    const [topic] = idsOf('AWS::SNS::Topic');
    for (const alarm of alarms) {
      const isFailureQueue = alarm.MetricName === 'ApproximateNumberOfMessagesVisible';
      expect(alarm).toMatchObject({
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ Ref: topic }],
      });
      expect(alarm.OKActions).toEqual(isFailureQueue ? undefined : [{ Ref: topic }]);
    }
  });

  it.each(['Errors', 'Throttles'])('watches %s of each function', (metric) => {
    const watched = alarms
      .filter(({ Namespace, MetricName }) => Namespace === 'AWS/Lambda' && MetricName === metric)
      .map(({ Dimensions }) => Dimensions[0].Value.Ref);
    expect(watched.sort()).toEqual(idsOf('AWS::Lambda::Function').sort());
  });

  it('of a workflow that a team adds has its action, too', () => {
    const stack = new Stack(testApp(), 'liaison-prod');
    const { events } = new LiaisonService(stack, 'Default', { alarms: { emails } });
    const entry = 'functions/handlers/workflows/end-of-term.ts';
    const schedule = Schedule.rate(Duration.days(1));
    new Workflow(stack, 'Reminder', { events, schedule, entry, purpose: 'reminds' });
    new Workflow(stack, 'Task', { events, on: 'Record Deleted', entry, purpose: 'tidies up' });
    const added = alarmsOf(Template.fromStack(stack)).filter(({ AlarmName }) =>
      /^liaison-prod-(Reminder|Task)-/.test(AlarmName),
    );
    expect(added.map(({ AlarmName, AlarmActions }) => [AlarmName, AlarmActions?.length])).toEqual([
      ['liaison-prod-Reminder-Failures-NotEmpty', 1],
      ['liaison-prod-Reminder-Errors', 1],
      ['liaison-prod-Reminder-Throttles', 1],
      ['liaison-prod-Task-Failures-NotEmpty', 1],
      ['liaison-prod-Task-Errors', 1],
      ['liaison-prod-Task-Throttles', 1],
      ['liaison-prod-Task-Late', 1],
    ]);
  });

  it('about the table covers every operation that the functions use', () => {
    // The marks of `once` are in a table of a team's workflow.
    const files = globSync('shared/table/**/*.ts').filter((file) => !file.includes('/once/'));
    const used = files.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/new (\w+)Command\(/g)].map(([, name]) => name),
    );
    const operations: Record<string, string> = {
      BatchGet: 'BatchGetItem',
      Delete: 'DeleteItem',
      Put: 'PutItem',
      Get: 'GetItem',
      TransactWrite: 'TransactWriteItems',
    };
    const named = used.map((name) => operations[name ?? ''] ?? name);
    expect([...new Set(named)].sort()).toEqual([...tableOperations]);
  });
});

describe('the topic', () => {
  it('is encrypted, and accepts messages only from this account’s alarms', () => {
    const [key] = idsOf('AWS::KMS::Key');
    prod.hasResourceProperties('AWS::SNS::Topic', {
      KmsMasterKeyId: { 'Fn::GetAtt': [key, 'Arn'] },
    });
    const [policy] = Object.values(prod.findResources('AWS::SNS::TopicPolicy'));
    const account = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } };
    expect(policy?.Properties.PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: { ...account, ArnLike: { 'aws:SourceArn': expect.anything() } },
      }),
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      }),
    ]);
    prod.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Condition: account,
            Principal: { Service: 'cloudwatch.amazonaws.com' },
          }),
        ]),
      },
    });
  });

  it('has the subscribers of the settings', () => {
    const subscriptions = Object.values(prod.findResources('AWS::SNS::Subscription'));
    expect(
      subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]),
    ).toEqual(emails.map((email) => ['email', email]));
  });

  it('can be an existing one', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:pager';
    const template = Template.fromStack(stackWith({ topicArn }));
    template.resourceCountIs('AWS::SNS::Topic', 0);
    for (const { AlarmActions } of alarmsOf(template)) expect(AlarmActions).toEqual([topicArn]);
  });

  it('does not exist if nobody is to be notified', () => {
    const template = Template.fromStack(stackWith({ nobodyBecause: 'made-up data' }));
    template.resourceCountIs('AWS::SNS::Topic', 0);
    template.resourceCountIs('AWS::KMS::Key', 0);
    for (const { AlarmActions } of alarmsOf(template)) expect(AlarmActions).toBeUndefined();
  });

  it('warns if nobody is notified and no reason is given', () => {
    const warnings = (settings: Settings['alarms']) =>
      Annotations.fromStack(stackWith(settings)).findWarning(
        '*',
        Match.stringLikeRegexp('Nobody is notified of alarms'),
      ).length;
    expect([{}, { emails }, { nobodyBecause: 'made-up data' }].map(warnings)).toEqual([1, 0, 0]);
  });
});

describe('the dashboard', () => {
  const [resource] = Object.values(prod.findResources('AWS::CloudWatch::Dashboard'));
  /** Its JSON; a reference to a resource as the resource's logical id. */
  const body: { widgets: { type: string; properties: Record<string, unknown> }[] } = JSON.parse(
    resource?.Properties.DashboardBody['Fn::Join'][1]
      .map((part: unknown) =>
        typeof part === 'string'
          ? part
          : ((part as Record<string, unknown[]>)['Fn::GetAtt']?.[0] ??
            Object.values(part as object)[0]),
      )
      .join(''),
  );
  const shown = body.widgets.flatMap(({ properties }) => (properties.metrics ?? []) as unknown[][]);
  const ofOurs = shown.filter(([namespace]) => namespace === metricNamespace);
  const searched = shown.flatMap(([first]) => {
    const { expression = '' } = Object(first) as { expression?: string };
    const [, namespace, by, name, service] =
      /^SEARCH\('\{(\w+),service,(\w+)\} MetricName="(\w+)" service="([\w-]+)"', '\w+', 300\)$/.exec(
        expression,
      ) ?? [];
    return namespace ? [{ namespace, name, by, service }] : [];
  });

  /** `Duration by code`, of all that the functions can write. */
  const written = new Set(
    Object.values(metricGroups).flatMap((groups) =>
      groups.flatMap(({ by, metrics }) =>
        by.flatMap((one) => metrics.map((name) => (one ? `${name} by ${one}` : name))),
      ),
    ),
  );

  it('shows exactly those metrics of ours that the functions write', () => {
    const named = ofOurs.map(([, name, ...rest]) => {
      const names = rest.filter((part) => typeof part === 'string');
      const dimensions = new Map(
        names.flatMap((one, at) => (at % 2 ? [] : [[one, names[at + 1]]])),
      );
      expect(dimensions.get('service')).toBe('liaison-prod');
      dimensions.delete('service');
      return [name, ...dimensions.keys()].join(' by ');
    });
    for (const { namespace, service } of searched) {
      expect([namespace, service]).toEqual([metricNamespace, 'liaison-prod']);
    }
    const all = [...named, ...searched.map(({ name, by }) => `${name} by ${by}`)];
    expect([...new Set(all)].sort()).toEqual([...written].sort());
    expect(Object.keys(metricUnits).filter((name) => !all.join().includes(name))).toEqual([]);
  });

  it('shows readers by the names in their metrics', () => {
    const names = functions.map(
      ([, fn]) => fn.Properties.Environment.Variables.LIAISON_FUNCTION_NAME,
    );
    for (const parts of ofOurs) {
      const at = parts.indexOf('function');
      if (at > 0) expect(names).toContain(parts[at + 1]);
    }
    for (const [, fn] of functions) {
      expect(fn.Properties.Environment.Variables.LIAISON_SERVICE_NAME).toBe('liaison-prod');
    }
  });

  it.each([
    ['AWS::Lambda::Function', 'FunctionName'],
    ['AWS::SQS::Queue', 'QueueName'],
    ['AWS::ApiGatewayV2::Api', 'ApiId'],
    ['AWS::DynamoDB::GlobalTable', 'TableName'],
  ])('shows every %s', (type, dimension) => {
    const values = shown.flatMap((parts) => {
      const at = parts.indexOf(dimension);
      return at < 0 ? [] : [parts[at + 1]];
    });
    expect([...new Set(values)].sort()).toEqual(idsOf(type).sort());
  });

  it('shows the state of every alarm, and queries every log', () => {
    const status = body.widgets.find(({ type }) => type === 'alarm');
    expect((status?.properties.alarms as string[]).sort()).toEqual(
      idsOf('AWS::CloudWatch::Alarm').sort(),
    );
    const queries = body.widgets.filter(({ type }) => type === 'log');
    expect(queries).toHaveLength(2);
    for (const { properties } of queries) {
      const logs = [...String(properties.query).matchAll(/SOURCE '(\w+)'/g)].map(([, id]) => id);
      expect(logs.sort()).toEqual(
        functions.map(([, fn]) => fn.Properties.LoggingConfig.LogGroup.Ref).sort(),
      );
    }
  });
});

it('the docs state the right number of metrics', () => {
  // Requests that match no route count as an operation, too, and success counts as a code.
  const most = { operation: Object.keys(routes).length + 1, code: Object.keys(codes).length + 1 };
  const docs = readFileSync('docs/observability.md', 'utf8');
  for (const [dimension, number] of Object.entries(most)) {
    expect(docs).toMatch(new RegExp(`\\| \`${dimension}\` \\| ms \\| ${number} \\|`));
  }
  const others = 4 + 6 + 1 + 1 + 1;
  expect(docs).toContain(`All ${most.operation + most.code + others} make`);
});
