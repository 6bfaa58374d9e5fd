// Reads the template's routes with their functions, authorizers and scopes.
import * as z from 'zod';
import type { Template } from '../base/template.ts';
import type { LocalFunction } from '../lambda/local-functions.ts';
import type { LocalIssuer } from '../sign-in/issuer.ts';
import { discoveredKeys, JwtAuthorizer, makeAuthorizer } from './authorizer.ts';
import type { GatewayRoute } from './gateway.ts';

const Route = z.object({
  RouteKey: z.string(),
  AuthorizationType: z.enum(['NONE', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  Target: z.string().startsWith('integrations/'),
});
const Integration = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  PayloadFormatVersion: z.literal('2.0'),
  /** The function's ARN. */
  IntegrationUri: z.string(),
});

/** @throws Error naming a route without a function or authorizer. */
export function routesOf(
  template: Template,
  functions: ReadonlyMap<string, LocalFunction>,
  issuer: LocalIssuer,
): GatewayRoute[] {
  const integrations = template.resources('AWS::ApiGatewayV2::Integration', Integration);
  const authorizers = new Map(
    [...template.resources('AWS::ApiGatewayV2::Authorizer', JwtAuthorizer)].map(
      ([id, { JwtConfiguration: jwt }]) => {
        if (jwt.Issuer !== issuer.issuer) {
          return [id, makeAuthorizer(jwt, discoveredKeys(jwt.Issuer))];
        }
        // The clients of a user pool, and the people who sign in here.
        const Audience = [...jwt.Audience, issuer.audience];
        return [id, makeAuthorizer({ ...jwt, Audience }, issuer.keys)];
      },
    ),
  );
  return [...template.resources('AWS::ApiGatewayV2::Route', Route).values()].map((route) => {
    const arn = integrations.get(route.Target.slice('integrations/'.length))?.IntegrationUri ?? '';
    const fn = functions.get(arn.slice(arn.lastIndexOf(':') + 1));
    const authorize = authorizers.get(route.AuthorizerId ?? '');
    if (!fn) throw new Error(`The route ${route.RouteKey} has no function`);
    if (route.AuthorizationType === 'JWT' && !authorize) {
      throw new Error(`The route ${route.RouteKey} has no authorizer`);
    }
    return {
      key: route.RouteKey,
      authorize,
      scopes: route.AuthorizationScopes,
      invoke: (event) => fn.invoke(event),
    };
  });
}
