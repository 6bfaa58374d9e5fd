// The default credentials of the SDK's clients in a bundle: Lambda puts them into the environment.
// The SDK's own default provider searches eight places and would be a quarter of each bundle.
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
