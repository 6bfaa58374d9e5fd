// What an author may choose for the function and the queue of a workflow, and what is refused.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnParameter, Duration, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Architecture, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { ConnectionEvents, Workflow, type WorkflowProps } from '../../infra/index.ts';
import { functionOf, testApp } from '../support/stack.ts';

const onEvents = { on: 'Connection Created' } as const;
const nightly = { schedule: Schedule.rate(Duration.days(1)) };

/** The template of a team's stack with one workflow. */
const templateWith = (own: (stack: Stack) => object, kind: object = onEvents) => {
  const stack = new Stack(testApp(), 'Team');
  const events = new ConnectionEvents(stack, 'Liaison', { busName: 'bus' });
  const entry = 'functions/handlers/workflows/vendor-notice.ts';
  const props = { events, entry, purpose: 'opens a task', ...kind, ...own(stack) };
  new Workflow(stack, 'VendorTask', props as WorkflowProps);
  return Template.fromStack(stack);
};
const workflowFunction = (template: Template) => functionOf(template, 'opens a task')[1].Properties;

describe('the function of a workflow', () => {
  it('has the props that its author chose, next to what Liaison needs', () => {
    const layer = 'arn:aws:lambda:eu-central-1:123456789012:layer:fonts:3';
    const fn = workflowFunction(
      templateWith((stack) => ({
        timeout: Duration.seconds(20),
        memorySize: 2048,
        ephemeralStorageSize: Size.gibibytes(1),
        architecture: Architecture.X86_64,
        environment: { TASKS_URL: 'https://tasks.example.com' },
        layers: [LayerVersion.fromLayerVersionArn(stack, 'Fonts', layer)],
      })),
    );
    expect(fn).toMatchObject({
      Description: 'Liaison: opens a task',
      Runtime: 'nodejs24.x',
      Timeout: 20,
      MemorySize: 2048,
      EphemeralStorage: { Size: 1024 },
      Architectures: ['x86_64'],
      Layers: [layer],
      Environment: {
        Variables: {
          TASKS_URL: 'https://tasks.example.com',
          LIAISON_SERVICE_NAME: 'Team',
          LIAISON_FUNCTION_NAME: 'VendorTask',
        },
      },
    });
  });

  it('keeps Liaison’s values where its author chose none', () => {
    const fn = workflowFunction(templateWith(() => ({ memorySize: undefined })));
    expect(fn).toMatchObject({ Timeout: 900, MemorySize: 1024, Architectures: ['arm64'] });
    expect(fn).not.toHaveProperty('VpcConfig');
  });

  it('may be in a VPC: its role may then connect to it', () => {
    const template = templateWith((stack) => {
      // CDK's own classes do not conform to exact optional properties.
      const vpc = new Vpc(stack, 'Vpc', { natGateways: 0 }) as IVpc;
      return {
        vpc,
        vpcSubnets: { subnetType: SubnetType.PUBLIC },
        securityGroups: [new SecurityGroup(stack, 'Group', { vpc })],
        allowPublicSubnet: true,
      };
    });
    const { VpcConfig, Role } = workflowFunction(template);
    expect(VpcConfig).toMatchObject({
      SubnetIds: [{ Ref: expect.stringContaining('Public') }, expect.anything()],
      SecurityGroupIds: [{ 'Fn::GetAtt': [expect.stringContaining('Group'), 'GroupId'] }],
    });
    const role = template.findResources('AWS::IAM::Role')[Role['Fn::GetAtt'][0]];
    expect(JSON.stringify(role?.Properties.Policies)).toContain('ec2:CreateNetworkInterface');
  });
});

it('a workflow is bundled with its author’s options and Liaison’s own', () => {
  const app = testApp();
  app.node.setContext('aws:cdk:bundling-stacks', ['**']);
  const stack = new Stack(app, 'Bundled');
  new Workflow(stack, 'VendorTask', {
    events: new ConnectionEvents(stack, 'Liaison', { busName: 'bus' }),
    on: 'Connection Created',
    entry: 'functions/handlers/workflows/vendor-notice.ts',
    purpose: 'opens a task',
    bundling: {
      externalModules: ['zod'],
      esbuildArgs: { '--banner:js': '/* our own */' },
    },
  });
  const { directory } = app.synth();
  const [file = ''] = globSync(join(directory, 'asset.*/index.mjs'));
  const code = readFileSync(file, 'utf8');
  // Not `toMatch`: a failure would print a megabyte.
  expect({
    banner: code.startsWith('/* our own */'),
    external: /from ?"zod"/.test(code),
    // Without Liaison's alias, the SDK's chain of providers would be in the bundle.
    aliased: !code.includes('fromContainerMetadata'),
  }).toEqual({ banner: true, external: true, aliased: true });
});

describe('the retries of a workflow', () => {
  it('follow its timeout and its maximum of receives', () => {
    const template = templateWith(() => ({ timeout: Duration.seconds(20), maxReceiveCount: 8 }));
    template.hasResourceProperties('AWS::SQS::Queue', {
      VisibilityTimeout: 120,
      RedrivePolicy: { maxReceiveCount: 8, deadLetterTargetArn: Match.anyValue() },
    });
    // The function keeps the error of its last run.
    expect(workflowFunction(template).Environment.Variables).toMatchObject({
      LIAISON_MAX_RECEIVE_COUNT: '8',
    });
  });

  it.each([0, 1])('may be fewer on a schedule: %i', (retryAttempts) => {
    templateWith(() => ({ retryAttempts }), nightly).hasResourceProperties(
      'AWS::Lambda::EventInvokeConfig',
      { MaximumRetryAttempts: retryAttempts },
    );
  });
});

describe('a workflow is refused', () => {
  const byToken = (stack: Stack) =>
    Duration.seconds(new CfnParameter(stack, 'Seconds', { type: 'Number' }).valueAsNumber);
  it.each<[string, (stack: Stack) => object, string]>([
    ['a timeout over 15 minutes', () => ({ timeout: Duration.hours(1) }), 'not 1 hour'],
    [
      'a fraction of a second',
      () => ({ timeout: Duration.millis(1500) }),
      'timeout: must be whole',
    ],
    ['a timeout of nothing', () => ({ timeout: Duration.seconds(0) }), 'timeout: must be whole'],
    ['an unknown timeout', (stack) => ({ timeout: byToken(stack) }), 'must be known at synthesis'],
    [
      'too little memory',
      () => ({ memorySize: 64 }),
      'memorySize: must be a whole number from 128',
    ],
    [
      'no receives',
      () => ({ maxReceiveCount: 0 }),
      'maxReceiveCount: must be a whole number from 1',
    ],
    ['a name of ours', () => ({ environment: { LIAISON_SHARDS: '9' } }), 'LIAISON_SHARDS'],
    ['no name', () => ({ environment: { 'tasks-url': '' } }), '"tasks-url" must be a letter'],
    ['subnets of no VPC', () => ({ vpcSubnets: {} }), 'vpcSubnets: requires vpc'],
    ['a retry of an invocation', () => ({ retryAttempts: 1 }), 'use maxReceiveCount'],
  ])('with %s', (_, own, message) => {
    expect(() => templateWith(own)).toThrow(/^Workflow "VendorTask": /);
    expect(() => templateWith(own)).toThrow(message);
  });

  it('with the queue’s props, on a schedule', () => {
    expect(() => templateWith(() => ({ concurrency: 5 }), nightly)).toThrow(
      'Workflow "VendorTask": concurrency: is for a workflow on events',
    );
  });
});
