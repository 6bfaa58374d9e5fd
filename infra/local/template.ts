// A CloudFormation template with its intrinsic functions resolved for this machine.
import * as z from 'zod';

const TemplateJson = z.looseObject({
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown() })).default({}),
  Resources: z.record(
    z.string(),
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

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

/** Here a resource's physical name is its logical id. */
export class Template {
  readonly #json: z.output<typeof TemplateJson>;
  readonly #secretOf: (id: string) => string;

  /** @param secretOf the value of the secret with this logical id. */
  constructor(json: unknown, secretOf: (id: string) => string) {
    this.#json = TemplateJson.parse(json);
    this.#secretOf = secretOf;
  }

  /** The resources of a type by logical id, with resolved properties as the schema reads them. */
  resources<Schema extends z.ZodType>(type: string, schema: Schema): Map<string, z.output<Schema>> {
    const found = Object.entries(this.#json.Resources).filter(([, each]) => each.Type === type);
    return new Map(found.map(([id, each]) => [id, schema.parse(this.resolve(each.Properties))]));
  }

  /** @throws Error naming a reference that leads nowhere, or a function not known here. */
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
        // A dynamic reference may be put together from pieces, so it is looked for again.
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
        throw new Error(`The local host does not know the template function ${name}`);
    }
  }

  #ref(name: string): unknown {
    if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name];
    const parameter = this.#json.Parameters[name];
    if (parameter) return parameter.Default;
    if (Object.hasOwn(this.#json.Resources, name)) return name;
    throw new Error(`The template refers to ${name} and does not have it`);
  }

  #attribute(id: string, attribute: string): string {
    this.#ref(id);
    const [, service = ''] = this.#json.Resources[id]?.Type.toLowerCase().split('::') ?? [];
    return attribute === 'Arn'
      ? `arn:aws:${service}:${region}:${accountId}:${id}`
      : `${id}.${attribute}`;
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
      this.#secretOf(id),
    );
  }
}
