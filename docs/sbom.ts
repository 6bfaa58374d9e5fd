// `npm run sbom`: the bill of materials of the deployed code, in CycloneDX, a subset of npm's for all packages.
import { execFileSync } from 'node:child_process';
import { shippedPackages } from './shipped-packages.ts';

interface Bom {
  readonly components: readonly { readonly 'bom-ref': string }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
}

const all: Bom = JSON.parse(
  execFileSync('npm', ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  }),
);
const shipped = new Set((await shippedPackages()).map(({ name, version }) => `${name}@${version}`));
const isShipped = (ref: string) => shipped.has(ref);

const bom = {
  ...all,
  components: all.components.filter((component) => isShipped(component['bom-ref'])),
  dependencies: all.dependencies
    .filter(({ ref }) => isShipped(ref) || ref === all.metadata.component['bom-ref'])
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter(isShipped) })),
};
const missing = [...shipped].filter(
  (ref) => !bom.components.some((component) => component['bom-ref'] === ref),
);
if (missing.length > 0) throw new Error(`npm's bill of materials lacks ${missing.join(', ')}`);
console.log(JSON.stringify(bom, null, 2));
