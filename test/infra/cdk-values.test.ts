// Props of a service that are values of CDK: constructs and tokens; and how wrong props are refused.
import { type App, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { ConnectionEvents, LiaisonService, type LiaisonServiceProps } from '../../infra/index.ts';
import { SettingsError } from '../../infra/settings-refusal.ts';
import { testApp } from '../support/stack.ts';

const serviceWith = (propsOf: (stack: Stack) => object, app: App = testApp()) => {
  const stack = new Stack(app, 'Team');
  new LiaisonService(stack, 'Connections', propsOf(stack) as LiaisonServiceProps);
  return Template.fromStack(stack);
};
const imported = (name: string) => ({ 'Fn::ImportValue': name });
const parameter = (stack: Stack) => new CfnParameter(stack, 'Number', { type: 'Number' });

describe('the props of a service may be constructs', () => {
  const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/12-ab';
  const template = serviceWith((stack) => {
    const userPool = UserPool.fromUserPoolId(stack, 'People', 'eu-central-1_AbC');
    const client = (id: string) => UserPoolClient.fromUserPoolClientId(stack, id, id);
    const zone = { hostedZoneId: 'Z123', zoneName: 'example.com' };
    return {
      identity: {
        provider: 'existing-user-pool',
        userPool,
        clients: [client('crm')],
        consoleClient: client('console'),
        signInUrl: 'https://people.example.com',
      },
      domain: {
        name: 'liaison.example.com',
        certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificateArn),
        hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', zone),
      },
      alarms: { topic: new Topic(stack, 'Pager'), emails: ['night@example.com'] },
      eventBus: new EventBus(stack, 'TeamBus'),
    };
  });
  const idOf = (type: string) => {
    const [id, ...more] = Object.keys(template.findResources(type));
    expect(more).toEqual([]);
    return id;
  };

  it('a user pool and its clients: no pool is made', () => {
    template.resourceCountIs('AWS::Cognito::UserPool', 0);
    const [authorizer] = Object.values(template.findResources('AWS::ApiGatewayV2::Authorizer'));
    const accepted = authorizer?.Properties.JwtConfiguration;
    expect(accepted).toMatchObject({ Audience: ['console', 'crm'] });
    expect(JSON.stringify(accepted.Issuer)).toMatch(/https:\/\/cognito-idp\..*\/eu-central-1_AbC/);
    const headers = JSON.stringify(
      template.findResources('AWS::CloudFront::ResponseHeadersPolicy'),
    );
    expect(headers).toContain('https://people.example.com;');
  });

  it('a topic: all alarms notify it, and no other topic is made', () => {
    const topic = { Ref: idOf('AWS::SNS::Topic') };
    for (const { Properties } of Object.values(template.findResources('AWS::CloudWatch::Alarm'))) {
      expect(Properties.AlarmActions).toEqual([topic]);
    }
    template.hasResourceProperties('AWS::SNS::Subscription', { TopicArn: topic });
  });

  it('a certificate and a zone', () => {
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: ['liaison.example.com'],
        ViewerCertificate: { AcmCertificateArn: certificateArn },
      },
    });
    const records = Object.values(template.findResources('AWS::Route53::RecordSet'));
    expect(records.map(({ Properties }) => Properties)).toMatchObject(
      ['A', 'AAAA'].map((Type) => ({ Type, Name: 'liaison.example.com.', HostedZoneId: 'Z123' })),
    );
  });

  it('a bus: the publisher and the workflows use it', () => {
    const bus = { Ref: idOf('AWS::Events::EventBus') };
    const rules = Object.values(template.findResources('AWS::Events::Rule'))
      .map(({ Properties }) => Properties)
      .filter(({ EventPattern }) => EventPattern);
    expect(rules.length).toBeGreaterThan(2);
    for (const { EventBusName } of rules) expect(EventBusName).toEqual(bus);
    const functions = JSON.stringify(template.findResources('AWS::Lambda::Function'));
    expect(functions).toContain(`"LIAISON_BUS_NAME":${JSON.stringify(bus)}`);
  });
});

describe('the props of a service may be tokens', () => {
  const template = serviceWith(() => ({
    identity: {
      provider: 'oidc',
      issuer: Fn.importValue('issuer'),
      audience: [Fn.importValue('audience')],
      consoleClientId: Fn.importValue('client'),
    },
    domain: {
      name: Fn.importValue('name'),
      certificateArn: Fn.importValue('certificate'),
      hostedZone: { id: Fn.importValue('zone'), name: 'example.com' },
    },
    alarms: { topicArn: Fn.importValue('topic'), emails: [Fn.importValue('email')] },
    runbookUrl: Fn.importValue('runbook'),
  }));

  it('where their formats would otherwise be checked', () => {
    template.hasResourceProperties('AWS::ApiGatewayV2::Authorizer', {
      JwtConfiguration: { Issuer: imported('issuer'), Audience: [imported('audience')] },
    });
    template.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Aliases: [imported('name')],
        ViewerCertificate: { AcmCertificateArn: imported('certificate') },
      },
    });
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: { 'Fn::Join': ['', [imported('name'), '.']] },
      HostedZoneId: imported('zone'),
    });
    template.hasResourceProperties('AWS::SNS::Subscription', {
      TopicArn: imported('topic'),
      Endpoint: imported('email'),
    });
    const [alarm] = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(JSON.stringify(alarm?.Properties.AlarmDescription)).toContain('runbook');
  });

  it('the console may call the origin of an issuer that only CloudFormation knows', () => {
    const headers = JSON.stringify(
      template.findResources('AWS::CloudFront::ResponseHeadersPolicy'),
    );
    const origin = JSON.stringify({
      'Fn::Select': [2, { 'Fn::Split': ['/', imported('issuer')] }],
    });
    expect(headers).toContain(`https://",${origin}`);
  });
});

describe('wrong props are refused in the words of props:', () => {
  const refusalOf = (propsOf: (stack: Stack) => object) => {
    try {
      serviceWith(propsOf);
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      return (error as Error).message;
    }
    throw new Error('the props were accepted');
  };
  const tokenRefused = 'must be known at synthesis, and is a token';
  const oidc = { provider: 'oidc', issuer: 'https://id.example.com', audience: ['a'] };
  it.each<[string, (stack: Stack) => object, string]>([
    ['a typo', () => ({ shard: 8 }), 'shard is not a prop; did you mean shards?'],
    ['another typo', () => ({ alarm: {} }), 'alarm is not a prop; did you mean alarms?'],
    [
      'a typo in a group',
      () => ({ identity: { ...oidc, isuer: '' } }),
      'identity: isuer is not a prop; did you mean issuer?',
    ],
    ['nothing similar', () => ({ vpc: 'v' }), 'vpc is not a prop; the props are region, identity,'],
    [
      'a number that is too low',
      () => ({ shards: 0 }),
      'shards: Too small: expected number to be >=1 (found 0)',
    ],
    [
      'self-registration',
      () => ({ identity: { provider: 'user-pool', selfRegistration: true } }),
      "identity.selfRegistration: must be false, as in prod; settingsOf('staging', …) allows it.",
    ],
    [
      'a number that is a token',
      (stack) => ({ shards: parameter(stack).valueAsNumber }),
      `shards: ${tokenRefused}`,
    ],
    ['a region that is a token', () => ({ region: Fn.ref('R') }), `region: ${tokenRefused}`],
    [
      'a choice that is a token',
      () => ({ encryption: Fn.importValue('e') }),
      `encryption: ${tokenRefused}`,
    ],
    [
      'a list that is a token',
      () => ({ identity: { ...oidc, audience: Token.asList({ Ref: 'L' }) } }),
      `identity.audience: ${tokenRefused}`,
    ],
    ['no topic', () => ({ alarms: { topic: 'pager' } }), 'alarms: '],
    ['no bus', () => ({ eventBus: 'bus' }), 'eventBus: must be a bus of CDK (IEventBus)'],
    [
      'no certificate',
      () => ({ domain: { name: 'a.example' } }),
      'domain: must have a certificate or a certificateArn',
    ],
    [
      'a pool without a way for the console',
      (stack) => ({
        identity: {
          provider: 'existing-user-pool',
          userPool: UserPool.fromUserPoolId(stack, 'People', 'eu-central-1_AbC'),
          clients: [],
        },
      }),
      'identity.consoleClient: is required to sign in to the console',
    ],
  ])('%s', (_, propsOf, message) => {
    expect(refusalOf(propsOf)).toContain(`LiaisonService "Connections": ${message}`);
  });

  it('two buses for ConnectionEvents', () => {
    const stack = new Stack(testApp(), 'Team');
    const bus = EventBus.fromEventBusName(stack, 'Bus', 'a');
    expect(() => new ConnectionEvents(stack, 'Liaison', { bus, busName: 'b' })).toThrow(
      'ConnectionEvents "Liaison": bus, busName: only one may be given',
    );
  });
});
