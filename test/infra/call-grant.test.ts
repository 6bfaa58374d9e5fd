// grantCall: the machine client of a function, its secret, and nothing that another function could use.
import { type App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it } from 'vitest';
import { type CallGrant, LiaisonService, type LiaisonServiceProps } from '../../infra/index.ts';
import { testApp } from '../support/stack.ts';

const functionIn = (scope: Stack, id: string) =>
  new LambdaFunction(scope, id, {
    code: Code.fromInline('exports.handler = async () => {}'),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });

interface Given {
  readonly props?: LiaisonServiceProps;
  /** Grants by the function's id. */
  readonly grants: (stack: Stack) => Readonly<Record<string, CallGrant>>;
}

function templateWith({ props = {}, grants }: Given, app: App = testApp()): Template {
  const stack = new Stack(app, 'Team');
  const service = new LiaisonService(stack, 'Connections', props);
  for (const [id, grant] of Object.entries(grants(stack))) {
    service.grantCall(functionIn(stack, id), grant);
  }
  return Template.fromStack(stack);
}

// biome-ignore lint/suspicious/noExplicitAny: a template is whatever JSON CDK makes.
type Resource = Record<string, any>;

const resourcesOf = (template: Template, type: string): [string, Resource][] =>
  Object.entries(template.findResources(type));

function functionOf(template: Template, id: string) {
  const found = resourcesOf(template, 'AWS::Lambda::Function').find(([each]) =>
    each.startsWith(id),
  );
  if (!found) throw new Error(`no function ${id}`);
  const [role] = found[1].Properties.Role['Fn::GetAtt'];
  return {
    variables: found[1].Properties.Environment?.Variables ?? {},
    statements: resourcesOf(template, 'AWS::IAM::Policy')
      .filter(([, { Properties }]) => Properties.Roles.some((each: Resource) => each.Ref === role))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement),
  };
}

const only = <Item>(items: readonly Item[]): Item => {
  expect(items).toHaveLength(1);
  return items[0] as Item;
};

const machinesOf = (template: Template) =>
  resourcesOf(template, 'AWS::Cognito::UserPoolClient').filter(
    ([, { Properties }]) => Properties.GenerateSecret,
  );
const clientSecretsOf = (template: Template) =>
  resourcesOf(template, 'AWS::SecretsManager::Secret').filter(([id]) => /UserPool/.test(id));
const audienceOf = (template: Template) =>
  only(resourcesOf(template, 'AWS::ApiGatewayV2::Authorizer'))[1].Properties.JwtConfiguration
    .Audience;

const tasks: CallGrant = { as: 'vendor-tasks', scopes: ['liaison/read', 'liaison/write'] };
const providerClient = (stack: Stack) => ({
  id: 'crm-tasks',
  secret: Secret.fromSecretNameV2(stack, 'TheirSecret', 'crm/tasks'),
  tokenUrl: 'https://login.example.com/oauth/token',
});

/** The error of the last of these grants, each for a function of its own. */
function refusalOf(service: LiaisonService, ...grants: readonly CallGrant[]): string {
  const stack = Stack.of(service);
  try {
    for (const grant of grants) {
      service.grantCall(functionIn(stack, `Function${stack.node.children.length}`), grant);
    }
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the grants were accepted');
}

describe('grantCall with a user pool', () => {
  const template = templateWith({
    grants: () => ({
      Tasks: tasks,
      Reminders: tasks,
      Other: { as: 'other', scopes: ['liaison/read'] },
    }),
  });
  const [clientId, client] = machinesOf(template).find(
    ([, { Properties }]) => Properties.ClientName === 'vendor-tasks',
  ) as [string, Resource];
  const [secretId, secret] = clientSecretsOf(template).find(([, { Properties }]) =>
    JSON.stringify(Properties.SecretString).includes(clientId),
  ) as [string, Resource];

  it('makes one machine client for functions of the same name, which the API accepts', () => {
    expect(machinesOf(template)).toHaveLength(2);
    expect(client.Properties.AllowedOAuthFlows).toEqual(['client_credentials']);
    expect(JSON.stringify(client.Properties.AllowedOAuthScopes)).toMatch(/"\/read".*"\/write"/);
    expect(audienceOf(template)).toContainEqual({ Ref: clientId });
    expect(audienceOf(template)).toHaveLength(3);
  });

  it('copies the secret of the client into a secret of its own', () => {
    expect(clientSecretsOf(template)).toHaveLength(2);
    expect(secret.Properties.SecretString).toEqual({ 'Fn::GetAtt': [clientId, 'ClientSecret'] });
  });

  it.each(['Tasks', 'Reminders'])('lets %s read this secret, and nothing else', (id) => {
    expect(functionOf(template, id).statements).toEqual([
      { Action: 'secretsmanager:GetSecretValue', Effect: 'Allow', Resource: { Ref: secretId } },
    ]);
  });

  it('passes the function addresses, id and scopes, but not the secret', () => {
    const { variables } = functionOf(template, 'Tasks');
    expect(variables).toEqual({
      LIAISON_API_URL: { 'Fn::Join': ['', expect.arrayContaining(['.execute-api.'])] },
      LIAISON_TOKEN_URL: {
        'Fn::Join': ['', expect.arrayContaining(['.amazoncognito.com/oauth2/token'])],
      },
      LIAISON_CLIENT_ID: { Ref: clientId },
      LIAISON_CLIENT_SECRET_ARN: { Ref: secretId },
      LIAISON_CLIENT_SCOPES: 'liaison/read liaison/write',
    });
  });

  it('lets no function read the clients of the pool, which would show all secrets', () => {
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).not.toContain('cognito-idp');
  });

  it('uses a client of the settings with the same name and scopes', () => {
    const machineClients = [{ name: 'vendor-tasks', scopes: [...tasks.scopes].reverse() }];
    const shared = templateWith({
      props: { identity: { provider: 'user-pool', machineClients } },
      grants: () => ({ Tasks: tasks }),
    });
    expect(only(machinesOf(shared))[0]).toBe(clientId);
    expect(only(clientSecretsOf(shared))[1].Properties.SecretString).toEqual({
      'Fn::GetAtt': [clientId, 'ClientSecret'],
    });
  });

  it('works for a function in another stack', () => {
    const app = testApp();
    const service = new LiaisonService(new Stack(app, 'Team'), 'Connections');
    const other = new Stack(app, 'Other');
    service.grantCall(functionIn(other, 'Tasks'), tasks);
    const { statements, variables } = functionOf(Template.fromStack(other), 'Tasks');
    expect(statements).toMatchObject([{ Action: 'secretsmanager:GetSecretValue' }]);
    expect(variables.LIAISON_CLIENT_ID).toMatchObject({ 'Fn::ImportValue': expect.anything() });
  });

  it('is enough for a service without people: it then has no client for applications', () => {
    const machineClients = [{ name: tasks.as, scopes: [...tasks.scopes] }];
    const machinesOnly = templateWith({
      props: { console: false, identity: { provider: 'user-pool', machineClients } },
      grants: () => ({ Tasks: tasks }),
    });
    const [id] = only(resourcesOf(machinesOnly, 'AWS::Cognito::UserPoolClient'));
    expect(audienceOf(machinesOnly)).toEqual([{ Ref: id }]);
  });

  const refusing = new LiaisonService(new Stack(testApp(), 'Team'), 'Connections');

  it.each<[string, CallGrant[], string | RegExp]>([
    [
      'other scopes for the same name',
      [tasks, { ...tasks, scopes: ['liaison/read'] }],
      'the client "vendor-tasks" has the scopes liaison/read, liaison/write, not liaison/read. Name the same',
    ],
    ['a name with capitals', [{ ...tasks, as: 'VendorTasks' }], 'as: must be words of a-z'],
    ['no scope', [{ ...tasks, scopes: [] }], 'grantCall: scopes: '],
    [
      'a scope that does not exist',
      [{ ...tasks, scopes: ['liaison/delete' as 'liaison/read'] }],
      /scopes\[0\]: .*liaison\/admin.*not \{"as":"vendor-tasks","scopes":\["liaison\/delete"\]\}/,
    ],
    [
      'a client of a provider',
      [{ ...tasks, client: providerClient(Stack.of(refusing)) }],
      'Omit client.',
    ],
  ])('refuses %s', (_, grants, message) => {
    expect(refusalOf(refusing, ...grants)).toMatch(message);
  });

  it('refuses a second client for a function', () => {
    const service = refusing;
    const stack = Stack.of(service);
    const fn = functionIn(stack, 'Tasks');
    service.grantCall(fn, tasks);
    service.grantCall(fn, tasks);
    expect(() => service.grantCall(fn, { ...tasks, as: 'others' })).toThrow(
      'Team/Tasks already calls a service as "vendor-tasks", and cannot also call one as "others"',
    );
  });
});

describe('grantCall with an existing provider', () => {
  const props: LiaisonServiceProps = {
    identity: {
      provider: 'oidc',
      issuer: 'https://login.example.com',
      audience: ['crm'],
      consoleClientId: 'crm-console',
    },
  };

  it('uses the client that was made there', () => {
    const grants = (stack: Stack) => ({ Tasks: { ...tasks, client: providerClient(stack) } });
    const template = templateWith({ props, grants });
    const { variables, statements } = functionOf(template, 'Tasks');
    expect(variables).toMatchObject({
      LIAISON_TOKEN_URL: 'https://login.example.com/oauth/token',
      LIAISON_CLIENT_ID: 'crm-tasks',
    });
    expect(only(statements).Action).toEqual([
      'secretsmanager:GetSecretValue',
      'secretsmanager:DescribeSecret',
    ]);
    expect(JSON.stringify(statements)).toContain(':secret:crm/tasks-??????');
    expect(audienceOf(template)).toEqual(['crm']);
  });

  it('requires it', () => {
    const service = new LiaisonService(new Stack(testApp(), 'Team'), 'Connections', props);
    expect(refusalOf(service, tasks)).toMatch(
      'cannot make the client "vendor-tasks" at the provider https://login.example.com: create it there, and pass client',
    );
  });
});
