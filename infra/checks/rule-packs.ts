// The cdk-nag rule packs that every synthesis for a deployment must pass.
import {
  type App,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  Validations,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';

/** A pack whose warnings stop the synthesis like its errors, so that every finding gets an explanation. */
class StrictPack implements IPolicyValidationPlugin {
  readonly name: string;
  readonly #pack: NagPack;

  constructor(pack: NagPack) {
    this.name = pack.readPackName;
    this.#pack = pack;
  }

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { violations, ...report } = this.#pack.validate(context);
    return { ...report, violations: violations.map((each) => ({ ...each, severity: 'error' })) };
  }
}

/** cdk-nag's packs for AWS solutions in general and for serverless ones, with explanations of the rules. */
export const rulePacks = (): readonly IPolicyValidationPlugin[] =>
  [
    new AwsSolutionsChecks(undefined, { verbose: true }),
    new ServerlessChecks(undefined, { verbose: true }),
  ].map((pack) => new StrictPack(pack));

/**
 * Makes the synthesis of an app fail on each finding that is not acknowledged, with the finding's text
 * and the path of its construct.
 */
export function addRulePacks(app: App): void {
  Validations.of(app).addPlugins(...rulePacks());
}
