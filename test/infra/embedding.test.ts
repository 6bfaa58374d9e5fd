// Liaison in another team's app: the sample app, refused props, several services, names.
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import {
  ConnectionEvents,
  LiaisonService,
  type LiaisonServiceProps,
  Replay,
  type Settings,
  SettingsError,
  settingsOf,
  Workflow,
} from '../../infra/index.ts';
import { CrmStack } from '../../samples/embedding/crm-stack.ts';
import { functionOf, ownRights, rightsOf, templateOf, testApp } from '../support/stack.ts';

const sampleFile = new URL('../../samples/embedding/vendor-task.ts', import.meta.url).pathname;
const vendorTask = {
  on: 'Connection Created',
  entry: sampleFile,
  purpose: 'opens a task',
} as const;

const stackWith = (build: (stack: Stack) => void, app: App = testApp()) => {
  const stack = new Stack(app, 'OtherTeam');
  build(stack);
  return Template.fromStack(stack);
};

describe('the sample app', () => {
  const template = Template.fromStack(new CrmStack(testApp(), 'crm'));

  it('has a complete service with its own settings, and prod’s defaults', () => {
    expect(functionOf(template, 'queries')[1].Properties.Environment.Variables).toMatchObject({
      LIAISON_SHARDS: '32',
    });
    const [table] = Object.values(template.findResources('AWS::DynamoDB::GlobalTable'));
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: { Replicas: [{ DeletionProtectionEnabled: true }] },
    });
  });

  it('runs its workflow on the bus of the service, with the settings of the service', () => {
    const [id, fn] = functionOf(template, 'creates a task for each new vendor');
    const [queue] = Object.keys(template.findResources('AWS::SQS::Queue')).filter((each) =>
      each.startsWith('VendorTaskQueue'),
    );
    const [bus] = Object.keys(template.findResources('AWS::Events::EventBus'));
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: { Ref: bus },
      EventPattern: {
        source: ['liaison'],
        'detail-type': ['Connection Created', 'Connection Updated'],
        detail: {
          $or: [
            {
              changes: { field: ['record1RoleId'], to: ['vendor'] },
              connection: { record1RoleId: ['vendor'] },
            },
            {
              changes: { field: ['record2RoleId'], to: ['vendor'] },
              connection: { record2RoleId: ['vendor'] },
            },
          ],
        },
      },
      Targets: [{ Arn: { 'Fn::GetAtt': [queue, 'Arn'] } }],
    });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': [queue, 'Arn'] },
      FunctionName: { Ref: id },
      ScalingConfig: { MaximumConcurrency: 10 },
    });
    const logs = template.findResources('AWS::Logs::LogGroup');
    const group = logs[fn.Properties.LoggingConfig.LogGroup.Ref];
    expect(group).toMatchObject({ DeletionPolicy: 'Retain', Properties: { RetentionInDays: 365 } });
  });

  it('replays failures of its workflow, too', () => {
    expect(rightsOf(template, 'replays what failed')).toEqual(
      expect.arrayContaining([
        'sqs:ReceiveMessage on VendorTaskFailuresQueue',
        'sqs:SendMessage on VendorTaskQueue',
      ]),
    );
  });

  it('lets its function only read the table, and passes it the table’s name', () => {
    const found = Object.entries(template.findResources('AWS::Lambda::Function'));
    const fn = found.find(([id]) => id.startsWith('Clients'))?.[1].Properties;
    expect(Object.keys(fn.Environment.Variables)).toEqual(['LIAISON_TABLE_NAME', 'LIAISON_SHARDS']);
    const [role] = fn.Role['Fn::GetAtt'];
    const statements = Object.values(template.findResources('AWS::IAM::Policy'))
      .filter(({ Properties }) => Properties.Roles[0].Ref === role)
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(statements.map(({ Action }) => Action)).toEqual([
      ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
    ]);
  });
});

describe('the props of a service', () => {
  it('are all of a stage’s settings', () => {
    // Does not compile while a setting has no prop, or a prop no setting.
    const props: Record<keyof Settings, unknown> = {} as Required<LiaisonServiceProps>;
    const settings: Record<keyof LiaisonServiceProps, unknown> = {} as Required<Settings>;
    expect([props, settings]).toEqual([{}, {}]);
  });

  it('can be all settings of a stage', () => {
    const template = stackWith((stack) => {
      // Prod would refuse self-registration; these were checked as dev's.
      const own = { dev: { identity: { selfRegistration: true } } };
      new LiaisonService(stack, 'Connections', settingsOf('dev', own));
    });
    expect(Object.values(template.findResources('AWS::DynamoDB::GlobalTable'))).toMatchObject([
      { DeletionPolicy: 'Delete' },
    ]);
  });

  const refusalOf = (props: object) => {
    try {
      stackWith((stack) => new LiaisonService(stack, 'Connections', props));
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      return (error as Error).message;
    }
    throw new Error('the props were accepted');
  };

  it('are checked like a stage’s settings: a typo, an invalid value', () => {
    expect(refusalOf({ shard: 8 })).toBe(
      'LiaisonService "Connections": shard is not a prop; did you mean shards?',
    );
    expect(refusalOf({ identity: { provider: 'user-pool', selfRegistration: true } })).toMatch(
      /identity.selfRegistration: must be false, as in prod/,
    );
    expect(refusalOf({ shards: 0 })).toMatch(/shards: .*1/);
    expect(refusalOf({ dataProtection: 'off' })).toMatch(/dataProtection: must be "on" or/);
  });
});

describe('several services', () => {
  const signInOf = (template: Template) =>
    Object.values(template.findResources('AWS::Cognito::UserPoolDomain')).map(
      ({ Properties }) => Properties.Domain['Fn::Join'][1][0],
    );

  it('can be in one app, each in a stack of its own', () => {
    const app = testApp();
    const stacks = ['team-a', 'TeamB'].map((name) => new Stack(app, name));
    for (const stack of stacks) new LiaisonService(stack, 'Connections');
    expect(stacks.map((stack) => signInOf(Template.fromStack(stack)))).toEqual([
      ['team-a-connections-'],
      ['teamb-connections-'],
    ]);
  });

  describe('in one stack', () => {
    const template = stackWith((stack) => {
      // A stack has one console at most: its files are copied by one function.
      const callbackUrls = ['https://clinic.example.com/'];
      const identity = { ...settingsOf('prod').identity, callbackUrls } as Settings['identity'];
      const props = { Sales: {}, Clinic: { console: false, identity } };
      for (const [id, own] of Object.entries(props)) {
        const service = new LiaisonService(stack, id, own);
        new Workflow(stack, `${id}Task`, { ...vendorTask, events: service.events });
      }
    });

    it('share no name that must be unique in its account and region', () => {
      const naming = new Map(
        Object.entries({
          'AWS::CloudWatch::Alarm': 'AlarmName',
          'AWS::CloudWatch::Dashboard': 'DashboardName',
          'AWS::Cognito::UserPoolDomain': 'Domain',
          'AWS::DynamoDB::GlobalTable': 'TableName',
          'AWS::Events::EventBus': 'Name',
          'AWS::Events::Rule': 'Name',
          'AWS::IAM::Role': 'RoleName',
          'AWS::Lambda::Function': 'FunctionName',
          'AWS::Logs::LogGroup': 'LogGroupName',
          'AWS::S3::Bucket': 'BucketName',
          'AWS::SecretsManager::Secret': 'Name',
          'AWS::SNS::Topic': 'TopicName',
          'AWS::SQS::Queue': 'QueueName',
        }),
      );
      const { Resources } = template.toJSON() as { Resources: Record<string, Resource> };
      const names = Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
        const own = Properties[naming.get(Type) ?? ''] ?? cloudFrontName(Type, Properties);
        return own === undefined ? [] : [`${Type} ${JSON.stringify(own)}`];
      });
      expect(names.length).toBeGreaterThanOrEqual(4);
      expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    });

    it('each replay their own failures', () => {
      const replays = Object.entries(template.findResources('AWS::Lambda::Function')).filter(
        ([, { Properties }]) => Properties.Description === 'Liaison: replays what failed',
      );
      expect(replays).toHaveLength(2);
      for (const [id, { Properties }] of replays) {
        const names = JSON.stringify(Properties.Environment.Variables.LIAISON_FAILURE_QUEUES);
        const [own, other] = id.startsWith('Sales') ? ['Sales', 'Clinic'] : ['Clinic', 'Sales'];
        for (const part of [
          'ProjectorFailures',
          'CascadeFailures',
          'EndOfTermFailures',
          'TaskFailures',
        ]) {
          expect(names).toContain(`"${own}${part}`);
        }
        expect(names).not.toContain(`"${other}`);
      }
    });
  });
});

describe('a workflow in an app without a service', () => {
  const template = stackWith((stack) => {
    const events = new ConnectionEvents(stack, 'Liaison', { busName: 'prod-bus' });
    new Workflow(stack, 'Task', { ...vendorTask, events });
    new Replay(stack, 'Replay', { events });
  });

  it('subscribes to a bus by its name', () => {
    template.resourceCountIs('AWS::Events::EventBus', 0);
    template.hasResourceProperties('AWS::Events::Rule', { EventBusName: 'prod-bus' });
  });

  it('has a replay in its own app, which reads no stream', () => {
    const rights = rightsOf(template, 'replays what failed');
    expect(rights.filter((right) => !ownRights.includes(right))).toEqual([
      'lambda:InvokeFunction on TaskFunction',
      'sqs:ChangeMessageVisibility on TaskFailuresQueue',
      'sqs:DeleteMessage on TaskFailuresQueue',
      'sqs:GetQueueAttributes on TaskFailuresQueue',
      'sqs:GetQueueAttributes on TaskQueue',
      'sqs:ReceiveMessage on TaskFailuresQueue',
      'sqs:SendMessage on TaskQueue',
    ]);
  });

  it('names its file by an absolute path', () => {
    expect(() =>
      stackWith((stack) => {
        const events = new ConnectionEvents(stack, 'Liaison', { busName: 'prod-bus' });
        new Workflow(stack, 'Task', { ...vendorTask, events, entry: 'lambda/task.ts' });
      }),
    ).toThrow('Liaison has no file "lambda/task.ts"; pass the absolute path of a file of your own');
  });
});

it('resources with data keep their logical ids: another id would create a new, empty resource', () => {
  const { Resources } = templateOf('prod').toJSON() as { Resources: Record<string, Resource> };
  const kept = Object.entries(Resources)
    .filter(([, { Type }]) =>
      [
        'AWS::DynamoDB::GlobalTable',
        'AWS::Cognito::UserPool',
        'AWS::Cognito::UserPoolDomain',
        'AWS::Events::EventBus',
        'AWS::SecretsManager::Secret',
        'AWS::ApiGatewayV2::Api',
      ].includes(Type),
    )
    .map(([id]) => id);
  expect(kept.sort()).toEqual([
    'ApiHttpApi4C294DC0',
    'CursorKeySecretDE646DBA',
    'EventsBus45DE4339',
    'IdentityUserPool96FE3B9B',
    'IdentityUserPoolSignInAA76FDBF',
    'Table710B521B',
  ]);
});

interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
}

/** Policies and access controls of CloudFront have their name one level down. */
function cloudFrontName(type: string, properties: Record<string, unknown>): unknown {
  if (!type.startsWith('AWS::CloudFront::')) return undefined;
  return Object.values(properties).flatMap((part) =>
    part instanceof Object && 'Name' in part ? [part.Name] : [],
  )[0];
}
