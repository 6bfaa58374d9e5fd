// The HTTP API: every route of the contract, its function, and the scope that it asks for.
import { Aws, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  type HttpRoute,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Capability, Route } from '../../../shared/contracts/route-definition.ts';
import { routes } from '../../../shared/contracts/routes.ts';
import { placeOf } from '../alarms/place.ts';

export interface ConnectionsApiProps {
  readonly functions: Readonly<Record<Capability, LambdaFunction>>;
  readonly identity: { readonly issuer: string; readonly audience: string[] };
  readonly throttling: Throttle & { readonly costly: Throttle };
  /** Days that the log of requests is kept. */
  readonly logRetentionDays: RetentionDays;
  /** What becomes of that log when the stack goes. */
  readonly removalPolicy: RemovalPolicy;
}

interface Throttle {
  /** Requests a second, on average. */
  readonly ratePerSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

/**
 * What is logged of each request: who asked what kind of question, and how it went. No address of a
 * machine, no path and no query: they may name persons, and the route and `sub` say enough.
 */
const logged = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  routeKey: '$context.routeKey',
  sub: '$context.authorizer.claims.sub',
  status: '$context.status',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  responseBytes: '$context.responseLength',
  error: '$context.error.responseType',
  authorizerError: '$context.authorizer.error',
  integrationError: '$context.integrationErrorMessage',
};

/** The API with its stage `$default`. A path that is no route's goes to `service`, with a token. */
export class ConnectionsApi extends Construct {
  readonly url: string;
  /** For its metrics. */
  readonly apiId: string;
  readonly domainName: string;
  /** What it answers, as CloudFront's path patterns: the first segment of each route. */
  readonly paths: readonly string[];

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
      apiName: placeOf(scope),
      description: 'Liaison',
      createDefaultStage: false,
      defaultAuthorizer: authorizer,
      defaultIntegration: integrationOf('service'),
    });
    const costly = new Map<string, HttpRoute>();
    for (const route of Object.values<Route>(routes)) {
      const [made] = api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: integrationOf(route.capability),
        ...(route.scope === null
          ? { authorizer: new HttpNoneAuthorizer() }
          : { authorizer, authorizationScopes: [route.scope] }),
      });
      if (!made) throw new Error(`API Gateway has no route ${route.method} ${route.path}`);
      if (route.costly) costly.set(`${route.method} ${route.path}`, made);
      if (route.scope !== null) continue;
      Validations.of(made).acknowledge({
        id: 'AwsSolutions::AwsSolutions-APIG4',
        reason:
          'Open by contract: it describes the service, the same to all, and can read no data.',
      });
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
          new LogGroup(this, 'Requests', {
            retention: props.logRetentionDays,
            removalPolicy: props.removalPolicy,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(logged)),
      },
    });
    this.#throttle(stage, costly, props.throttling.costly);
    this.url = stage.url;
    this.apiId = api.apiId;
    this.domainName = `${api.apiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}`;
    this.paths = [
      ...new Set(
        Object.values<Route>(routes).map(({ path }) => path.replace(/^(\/[^/]+)\/.*$/, '$1/*')),
      ),
    ];
  }

  /** A limit of its own for each of these routes. */
  #throttle(stage: HttpStage, few: ReadonlyMap<string, HttpRoute>, limit: Throttle): void {
    const settings = {
      ThrottlingRateLimit: limit.ratePerSecond,
      ThrottlingBurstLimit: limit.burst,
    };
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      [...few.keys()].map((routeKey) => [routeKey, settings]),
    );
    // The stage is refused while a route that it names is not there yet.
    for (const route of few.values()) stage.node.addDependency(route);
  }
}
