// The HTTP API: every route of the contract with its function and the scope it requires.
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
import { resourceName } from '../alarms/resource-name.ts';

export interface ConnectionsApiProps {
  readonly functions: Readonly<Record<Capability, LambdaFunction>>;
  readonly identity: { readonly issuer: string; readonly audience: string[] };
  readonly throttling: Throttle & { readonly costly: Throttle };
  /** Days that the access log is stored. */
  readonly logRetentionDays: RetentionDays;
  /** Whether the access log outlives the stack. */
  readonly removalPolicy: RemovalPolicy;
}

interface Throttle {
  /** Requests a second, on average. */
  readonly ratePerSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

/**
 * The fields of the access log: caller, route and result. It has no IP address, path or query, which may
 * identify persons; route and `sub` are enough.
 */
const accessLogFields = {
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

/** The API with its stage `$default`. Requests to unknown paths need a token and go to `service`. */
export class ConnectionsApi extends Construct {
  readonly url: string;
  /** Identifies the API in its metrics. */
  readonly apiId: string;
  readonly domainName: string;
  /** CloudFront path patterns of the routes, by their first segments. */
  readonly paths: readonly string[];

  constructor(scope: Construct, id: string, props: ConnectionsApiProps) {
    super(scope, id);
    const { issuer, audience } = props.identity;
    const authorizer = new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: audience });
    for (const fn of Object.values(props.functions)) {
      Validations.of(fn).acknowledge({
        id: 'Serverless::Serverless-LambdaDLQ',
        reason:
          'The API calls it synchronously: the caller receives every failure, and a dead-letter queue, ' +
          'which is for asynchronous calls only, would stay empty.',
      });
    }
    const integrations = new Map(
      Object.entries(props.functions).map(([capability, fn]) => [
        capability,
        // One permission for the whole API: one per route would exceed the 20 KB of a function's policy.
        new HttpLambdaIntegration(capability, fn, { scopePermissionToRoute: false }),
      ]),
    );
    const integrationOf = (capability: Capability) => {
      const integration = integrations.get(capability);
      if (!integration) throw new Error(`No function serves ${capability}`);
      return integration;
    };

    const api = new HttpApi(this, 'HttpApi', {
      apiName: resourceName(scope),
      description: 'Liaison',
      createDefaultStage: false,
      defaultAuthorizer: authorizer,
      defaultIntegration: integrationOf('service'),
    });
    const costly = new Map<string, HttpRoute>();
    for (const route of Object.values<Route>(routes)) {
      const added = api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method], ...(route.head ? [HttpMethod.HEAD] : [])],
        integration: integrationOf(route.capability),
        ...(route.scope === null
          ? { authorizer: new HttpNoneAuthorizer() }
          : { authorizer, authorizationScopes: [route.scope] }),
      });
      const [created] = added;
      if (!created) throw new Error(`API Gateway has no route ${route.method} ${route.path}`);
      if (route.costly) costly.set(`${route.method} ${route.path}`, created);
      if (route.scope !== null) continue;
      for (const open of added) {
        Validations.of(open).acknowledge({
          id: 'AwsSolutions::AwsSolutions-APIG4',
          reason:
            'Public by contract: it describes the service, identically for everyone, and cannot read data.',
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
          new LogGroup(this, 'Requests', {
            retention: props.logRetentionDays,
            removalPolicy: props.removalPolicy,
          }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
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

  /** Limits each of these routes separately. */
  #throttle(stage: HttpStage, costly: ReadonlyMap<string, HttpRoute>, limit: Throttle): void {
    const settings = {
      ThrottlingRateLimit: limit.ratePerSecond,
      ThrottlingBurstLimit: limit.burst,
    };
    (stage.node.defaultChild as CfnStage).routeSettings = Object.fromEntries(
      [...costly.keys()].map((routeKey) => [routeKey, settings]),
    );
    // API Gateway refuses a stage that names a route before the route exists.
    for (const route of costly.values()) stage.node.addDependency(route);
  }
}
