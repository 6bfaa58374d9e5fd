// What the SDK's clients take for their default credentials in a bundle: in Lambda they are in the
// environment. The SDK's own default looks in eight places and would be a quarter of each bundle.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
