// The linters of API descriptions find nothing that is not switched off with a reason in their configuration.
import { lintFromString, loadConfig } from '@redocly/openapi-core';
import spectral from '@stoplight/spectral-core';
import { expect, it } from 'vitest';
import { openApiDocument } from '../../../shared/contracts/openapi.ts';
import { root } from '../../support/workbench.ts';

const { default: ruleset } = await import(`${root}/.spectral.js`);
// As it is sent: without what JSON leaves out.
const source = JSON.stringify(openApiDocument());

it('Redocly reports nothing', async () => {
  const config = await loadConfig({ configPath: `${root}/redocly.yaml` });
  const problems = await lintFromString({ source, absoluteRef: `${root}/openapi.json`, config });
  const found = problems.map(({ ruleId, message, location: [place] }) => [
    ruleId,
    place?.pointer,
    message,
  ]);
  expect(found).toEqual([]);
});

it('Spectral reports nothing', async () => {
  const linter = new spectral.Spectral();
  linter.setRuleset(ruleset);
  const found = await linter.run(JSON.parse(source));
  expect(found.map(({ code, path, message }) => [code, path.join('/'), message])).toEqual([]);
});

it('both would report a fault', async () => {
  const { paths, ...others } = JSON.parse(source);
  delete paths['/health'].get.operationId;
  paths['/health'].get.responses['200'].content['application/json'].example = { status: 1 };
  const linter = new spectral.Spectral();
  linter.setRuleset(ruleset);
  const found = await linter.run({ ...others, paths: { '/health': paths['/health'] } });
  expect(found.map(({ code }) => code)).toContain('operation-operationId');
});
