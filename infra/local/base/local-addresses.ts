// The addresses of the template's API, user pool domains and distributions, which are here all the host's own.
import * as z from 'zod';
import { region, type Template } from './template.ts';

/** Returns a function that replaces these addresses in a text, such as an environment variable, by the host's. */
export function localAddresses(template: Template, hostUrl: string): (text: string) => string {
  const addressesOf = (type: string, address: (id: string) => string) =>
    [...template.resources(type, z.unknown()).keys()].map(address);
  const addresses = [
    ...addressesOf('AWS::ApiGatewayV2::Api', (id) => `${id}.execute-api.${region}.amazonaws.com`),
    ...addressesOf(
      'AWS::Cognito::UserPoolDomain',
      (id) => `${id}.auth.${region}.amazoncognito.com`,
    ),
    ...addressesOf('AWS::CloudFront::Distribution', (id) => `${id}.DomainName`),
  ];
  return (text) =>
    addresses.reduce((replaced, each) => replaced.replaceAll(`https://${each}`, hostUrl), text);
}
