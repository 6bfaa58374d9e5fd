// Resolves the intrinsic functions of a CloudFormation template for this machine.
import * as z from 'zod';
import { localIdentity } from '../../stages.ts';
import { StartError } from './start-error.ts';

const TemplateJson = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown() })).default({}),
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Metadata: z.looseObject({ 'aws:cdk:path': z.string().optional() }).default({}),
    }),
  ),
});

const SecretValue = z.looseObject({
  SecretString: z.string().optional(),
  GenerateSecretString: z
    .looseObject({
      SecretStringTemplate: z.string().default('{}'),
      GenerateStringKey: z.string().optional(),
    })
    .optional(),
});

const EnvironmentJson = z
  .object({ Variables: z.record(z.string(), z.unknown()).default({}) })
  .default({ Variables: {} });

/** Variables are resolved one by one. */
function withoutEnvironment({ Environment: _, ...others }: Readonly<Record<string, unknown>>) {
  return others;
}

export const region = 'us-east-1';
export const accountId = '000000000000';

const pseudoParameters: Readonly<Record<string, unknown>> = {
  'AWS::AccountId': accountId,
  'AWS::NotificationARNs': [],
  'AWS::NoValue': undefined,
  'AWS::Partition': 'aws',
  'AWS::Region': region,
  'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/local/0`,
  'AWS::StackName': 'local',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The part of an ARN between account and resource name, for types that have one. */
const arnPrefixes: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'table/',
  'AWS::DynamoDB::Table': 'table/',
  'AWS::Events::EventBus': 'event-bus/',
  'AWS::Events::Rule': 'rule/',
  'AWS::Lambda::Function': 'function:',
  'AWS::Scheduler::Schedule': 'schedule/default/',
};

/** The ARN of a resource, whose physical name here is its logical id. */
export function arnOf(type: string, id: string): string {
  const [, service = ''] = type.toLowerCase().split('::');
  return `arn:aws:${service}:${region}:${accountId}:${arnPrefixes[type] ?? ''}${id}`;
}

/** The resource name in an ARN, or the name itself, without a function's version. */
export function nameOf(arnOrName: string): string {
  const name = arnOrName.split(':').filter((part) => part !== '$LATEST');
  return name.at(-1)?.split('/').at(-1) ?? '';
}

/** A template in which the physical name of each resource is its logical id. */
export class Template {
  readonly #json: z.output<typeof TemplateJson>;
  readonly #secretOf: (id: string) => string;
  readonly #queueUrl: (id: string) => string;
  readonly #excluded = new Set<string>();

  /**
   * @param secretOf returns a random value for the secret, or the client with a secret, with this logical id.
   * @param queueUrl returns the URL of the queue with this logical id.
   */
  constructor(
    json: unknown,
    secretOf: (id: string) => string,
    queueUrl: (id: string) => string = (id) => id,
  ) {
    this.#json = TemplateJson.parse(json);
    this.#secretOf = secretOf;
    this.#queueUrl = queueUrl;
  }

  /**
   * The resources of a type by logical id, with their resolved properties parsed by the schema.
   *
   * @param isWanted receives the resolved properties; by default all resources of the type are wanted.
   * @throws StartError naming a property that is not supported.
   */
  resources<Schema extends z.ZodType>(
    type: string,
    schema: Schema,
    isWanted: (properties: unknown) => boolean = () => true,
  ): Map<string, z.output<Schema>> {
    return new Map(
      Object.entries(this.#json.Resources)
        .filter(([id, each]) => each.Type === type && !this.#excluded.has(id))
        .map(([id, each]) => [id, this.resolve(withoutEnvironment(each.Properties))] as const)
        .filter(([, properties]) => isWanted(properties))
        .map(([id, properties]) => {
          const { success, data, error } = schema.safeParse(properties);
          if (success) return [id, data];
          throw new StartError(
            `The local host cannot run the ${type} ${id} of the template: ${z.prettifyError(error)}`,
          );
        }),
    );
  }

  /** The value of the secret with this logical id: the template's, or a random one in the form that it describes. */
  secretString(id: string): string {
    const { SecretString, GenerateSecretString: generated } = SecretValue.parse(
      this.resolve(this.#json.Resources[id]?.Properties ?? {}),
    );
    if (SecretString !== undefined) return SecretString;
    if (generated?.GenerateStringKey === undefined) return this.#secretOf(id);
    const whole = JSON.parse(generated.SecretStringTemplate);
    return JSON.stringify({ ...whole, [generated.GenerateStringKey]: this.#secretOf(id) });
  }

  /** All resources by logical id, with their types and, if the template has it, their paths in the CDK app. */
  all(): Map<string, { readonly type: string; readonly path: string | undefined }> {
    return new Map(
      Object.entries(this.#json.Resources).map(([id, { Type, Metadata }]) => [
        id,
        { type: Type, path: Metadata['aws:cdk:path'] },
      ]),
    );
  }

  /** The resolved properties of a resource, without environment variables. */
  propertiesOf(id: string): unknown {
    return this.resolve(withoutEnvironment(this.rawPropertiesOf(id)));
  }

  /** The properties of a resource as the template has them. */
  rawPropertiesOf(id: string): Readonly<Record<string, unknown>> {
    return this.#json.Resources[id]?.Properties ?? {};
  }

  /** Leaves a resource out of `resources`; references to it still have values. */
  exclude(id: string): void {
    this.#excluded.add(id);
  }

  /**
   * The environment variables of a function; a value that only AWS knows is an Error that reports it, because
   * the function may never run here.
   */
  environmentOf(id: string): Map<string, string | Error> {
    const { Environment } = this.#json.Resources[id]?.Properties ?? {};
    const { Variables } = EnvironmentJson.parse(Environment);
    const resolved = (value: unknown) => {
      try {
        return z.coerce.string().parse(this.resolve(value));
      } catch (error) {
        return error as Error;
      }
    };
    return new Map(Object.entries(Variables).map(([name, value]) => [name, resolved(value)]));
  }

  /** @throws Error naming a reference to nothing, or an intrinsic function that is not supported. */
  resolve(value: unknown): unknown {
    if (typeof value === 'string') return this.#withSecrets(value);
    if (Array.isArray(value)) {
      return value.map((each) => this.resolve(each)).filter((each) => each !== undefined);
    }
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined && /^(Ref$|Fn::)/.test(name)) {
      return this.#call(name, argument);
    }
    return Object.fromEntries(
      entries
        .map(([key, each]) => [key, this.resolve(each)] as const)
        .filter(([, each]) => each !== undefined),
    );
  }

  #call(name: string, argument: unknown): unknown {
    const texts = (list: unknown) => z.array(z.coerce.string()).parse(this.resolve(list));
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument));
      case 'Fn::GetAtt': {
        const [id = '', ...path] = Array.isArray(argument) ? argument : String(argument).split('.');
        return this.#attribute(id, path.join('.'));
      }
      case 'Fn::Join': {
        const [separator, list] = z.tuple([z.string(), z.unknown()]).parse(argument);
        // Joined pieces may form a dynamic reference.
        return this.#withSecrets(texts(list).join(separator));
      }
      case 'Fn::Split': {
        const [separator, whole] = z.tuple([z.string(), z.unknown()]).parse(argument);
        return String(this.resolve(whole)).split(separator);
      }
      case 'Fn::Select': {
        const [index, list] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument);
        return texts(list)[index];
      }
      case 'Fn::Sub':
        return this.#substitute(argument);
      default:
        throw new Error(`The local host does not support the template function ${name}`);
    }
  }

  #ref(name: string): unknown {
    if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name];
    const parameter = this.#json.Parameters[name];
    if (parameter) return parameter.Default;
    const resource = Object.hasOwn(this.#json.Resources, name) ? this.#json.Resources[name] : null;
    if (resource?.Type === 'AWS::SQS::Queue') return this.#queueUrl(name);
    if (resource?.Type === 'AWS::Cognito::UserPoolResourceServer') {
      return this.resolve(resource.Properties.Identifier);
    }
    if (resource) return name;
    throw new Error(`The template refers to ${name}, which it does not define`);
  }

  #attribute(id: string, attribute: string): string {
    this.#ref(id);
    const type = this.#json.Resources[id]?.Type ?? '';
    if (attribute === 'Arn') return arnOf(type, id);
    if (type === 'AWS::SQS::Queue' && attribute === 'QueueName') return id;
    if (type === 'AWS::SQS::Queue' && attribute === 'QueueUrl') return this.#queueUrl(id);
    if (type === 'AWS::Events::EventBus' && attribute === 'Name') return id;
    // The tokens of a user pool are here those of the local issuer.
    if (type === 'AWS::Cognito::UserPool' && attribute === 'ProviderURL') {
      return localIdentity.issuer;
    }
    if (type === 'AWS::Cognito::UserPoolClient' && attribute === 'ClientId') return id;
    if (type === 'AWS::Cognito::UserPoolClient' && attribute === 'ClientSecret') {
      return this.#secretOf(id);
    }
    if (type === 'AWS::ApiGatewayV2::Api' && attribute === 'ApiEndpoint') {
      return `https://${id}.execute-api.${region}.amazonaws.com`;
    }
    return `${id}.${attribute}`;
  }

  #substitute(argument: unknown): string {
    const [text, variables] = z
      .union([z.tuple([z.string(), z.record(z.string(), z.unknown())]), z.string()])
      .transform((each): [string, Record<string, unknown>] =>
        typeof each === 'string' ? [each, {}] : each,
      )
      .parse(argument);
    const replaced = text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (Object.hasOwn(variables, name)) return String(this.resolve(variables[name]));
      const [id = '', ...path] = name.split('.');
      return path.length ? this.#attribute(id, path.join('.')) : String(this.#ref(name));
    });
    return this.#withSecrets(replaced);
  }

  #withSecrets(text: string): string {
    return text.replace(/\{\{resolve:secretsmanager:([^}]*?):SecretString:[^}]*\}\}/g, (_, id) =>
      this.secretString(id),
    );
  }
}
