// The HTTP API: every route of the contract, its function, and the scope that it asks for.
import { HttpApi, HttpMethod, HttpNoneAuthorizer, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Capability, Route } from '../../shared/contracts/route.ts';
import { routes } from '../../shared/contracts/routes.ts';

export interface ConnectionsApiProps {
  readonly functions: Readonly<Record<Capability, LambdaFunction>>;
  readonly identity: { readonly issuer: string; readonly audience: string[] };
  readonly throttling: { readonly ratePerSecond: number; readonly burst: number };
}

/** The API with its stage `$default`. A path that is no route's goes to `service`, with a token. */
export class ConnectionsApi extends Construct {
  readonly url: string;
  /** For its metrics. */
  readonly apiId: string;

  constructor(scope: Construct, id: string, props: ConnectionsApiProps) {
    super(scope, id);
    const { issuer, audience } = props.identity;
    const authorizer = new HttpJwtAuthorizer('Jwt', issuer, { jwtAudience: audience });
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
      api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: integrationOf(route.capability),
        ...(route.scope === null
          ? { authorizer: new HttpNoneAuthorizer() }
          : { authorizer, authorizationScopes: [route.scope] }),
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
    });
    this.url = stage.url;
    this.apiId = api.apiId;
  }
}
