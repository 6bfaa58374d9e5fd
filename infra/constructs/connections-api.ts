// The HTTP API: every route of the contract, its function, and the scope that it asks for.
import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Capability, Route } from '../../shared/contracts/route.ts';
import { routes } from '../../shared/contracts/routes.ts';

export interface ConnectionsApiProps {
  readonly functions: Readonly<Record<Capability, LambdaFunction>>;
  readonly identity: { readonly issuer: string; readonly audience: string[] };
  readonly throttling: { readonly ratePerSecond: number; readonly burst: number };
  /** Days that the log of requests is kept. */
  readonly logRetentionDays: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** Who asked what and what came of it; never a query, which may hold what is searched for. */
const accessLogLine = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  subject: '$context.authorizer.claims.sub',
  routeKey: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
};

/** The API with its stage `$default`. A path that is no route's goes to `service`, with a token. */
export class ConnectionsApi extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, props: ConnectionsApiProps) {
    super(scope, id);
    const { issuer, audience } = props.identity;
    const authorizer = new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: audience });
    for (const fn of Object.values(props.functions)) {
      Validations.of(fn).acknowledge({
        id: 'Serverless::Serverless-LambdaDLQ',
        reason:
          'The API calls it and waits: a failure is the answer of its request, and a dead-letter ' +
          'queue, which takes asynchronous calls alone, would stay empty.',
      });
    }
    const integrations = new Map(
      Object.entries(props.functions).map(([capability, fn]) => [
        capability,
        // One permission for the whole API: one a route would outgrow a function's policy (20 KB).
        new HttpLambdaIntegration(capability, fn, { scopePermissionToRoute: false }),
      ]),
    );
    const integrationOf = (capability: Capability) => {
      const integration = integrations.get(capability);
      if (!integration) throw new Error(`No function serves ${capability}`);
      return integration;
    };

    const api = new HttpApi(this, 'HttpApi', {
      description: 'Liaison',
      createDefaultStage: false,
      defaultAuthorizer: authorizer,
      defaultIntegration: integrationOf('service'),
    });
    for (const route of Object.values<Route>(routes)) {
      const made = api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: integrationOf(route.capability),
        ...(route.scope === null
          ? { authorizer: new HttpNoneAuthorizer() }
          : { authorizer, authorizationScopes: [route.scope] }),
      });
      if (route.scope !== null) continue;
      for (const open of made) {
        Validations.of(open).acknowledge({
          id: 'AwsSolutions::AwsSolutions-APIG4',
          reason:
            'Open by contract: it describes the service, the same to all, and can read no data.',
        });
      }
    }
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: {
        rateLimit: props.throttling.ratePerSecond,
        burstLimit: props.throttling.burst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: props.logRetentionDays,
            removalPolicy: props.removalPolicy,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLogLine)),
      },
    });
    this.url = stage.url;
  }
}
