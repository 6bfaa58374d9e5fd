// `npm run bench:load`: LinkBench's operations over HTTP, compared with a hand-written service.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { openIssuer } from '../../../infra/local/sign-in/issuer.ts';
import { makeAssembly, withoutStreams } from '../assembly.ts';
import { seeded } from '../random.ts';
import { Edges, mixes, startingLinks } from './linkbench.ts';
import { closedLoop, type Measured, openLoop, type Target } from './open-loop.ts';
import { full, quick, type Size, serviceNames, width } from './plan.ts';
import { loadReport } from './report.ts';
import { type Phase, Results } from './results.ts';
import { type ServiceProcess, startService } from './service-process.ts';
import { fillHandWritten, fillLiaison, handWrittenName, shards } from './tables.ts';

interface Service extends ServiceProcess, Target {
  readonly name: string;
  readonly edges: Edges;
}

/** About 6 minutes, most of it measuring; quick: about 1. */
export async function run({ quick: isQuick }: { readonly quick: boolean }): Promise<string> {
  const size = isQuick ? quick : full;
  const dataDir = await mkdtemp(join(tmpdir(), 'liaison-load-'));
  const engine = await startEngine();
  let services: Service[] = [];
  try {
    services = await startServices(dataDir, engine.endpoint, size.users);
    const results = await measure(services, size);
    return loadReport(results, size, startingLinks(size.users));
  } finally {
    await Promise.all(services.map((service) => service.stop()));
    await engine.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startServices(dataDir: string, endpoint: string, users: number): Promise<Service[]> {
  const host = await makeAssembly(dataDir);
  const quiet = withoutStreams(host);
  const links = startingLinks(users);
  for (const one of [host, quiet]) await fillLiaison(endpoint, one, links);
  await fillHandWritten(endpoint, links);
  const token = await (await openIssuer(dataDir)).token();
  const surroundings = { dataDir, endpoint, tableName: quiet.tableName, shards };
  // Three services use the same table, so they share its edges.
  const [byHand, ofQuiet, ofHost] = [new Edges(links), new Edges(links), new Edges(links)];
  const { handWritten, functions, quiet: quietHost, host: wholeHost } = serviceNames;
  const served = [
    [handWritten, byHand, { kind: 'hand-written', tableName: handWrittenName }],
    [serviceNames.sameCalls, ofQuiet, { kind: 'same-calls', tableName: quiet.tableName, shards }],
    [functions, ofQuiet, { kind: 'functions' }],
    [quietHost, ofQuiet, { kind: 'host', assembly: quiet.assembly, endpoint }],
    [wholeHost, ofHost, { kind: 'host', assembly: host.assembly, endpoint }],
  ] as const;
  const services: Service[] = [];
  for (const [name, edges, what] of served) {
    const service = await startService(name.replaceAll(/\W+/g, '-'), what, surroundings);
    services.push({ ...service, name, edges, token });
  }
  return services;
}

/** Services take turns, round by round, so that other load on the machine affects them all. */
async function measure(services: readonly Service[], size: Size): Promise<Results> {
  const results = new Results();
  const throughput: Phase = 'throughput';
  const [firstMix] = Object.keys(mixes);
  for (const [mixName, mix] of Object.entries(mixes)) {
    const one = async (
      service: Service,
      phase: Phase,
      seed: string,
      how: (next: () => ReturnType<Edges['next']>) => Promise<Measured>,
    ) => {
      const random = seeded(`${mixName} ${phase} ${seed}`);
      const before = await service.usage();
      const measured = await how(() => service.edges.next(mix, random));
      const after = await service.usage();
      // The remaining work of the stream readers belongs to this service, not to the next.
      await service.drained();
      results.note({ mix: mixName, phase, service: service.name }, measured, {
        cpuMs: after.cpuMs - before.cpuMs,
        calls: after.calls - before.calls,
        memoryMb: after.memoryMb,
      });
    };
    const closed = (seconds: number) => (service: Service, phase: Phase, seed: string) =>
      one(service, phase, seed, (next) => closedLoop(service, next, { width, seconds }));
    // The first mix warms the service up for the second one.
    const warmUp = size.warmUp / (mixName === firstMix ? 1 : 4);
    for (const service of services) await closed(warmUp)(service, 'warm-up', '');
    for (let round = 0; round < size.rounds; round += 1) {
      for (const service of services) await closed(size.closed)(service, throughput, `${round}`);
    }
    const most = results.rate({
      mix: mixName,
      phase: throughput,
      service: serviceNames.handWritten,
    });
    for (const share of size.shares) {
      const rate = Math.round(most * share);
      for (let round = 0; round < size.rounds; round += 1) {
        for (const service of services) {
          if (service.name === serviceNames.quiet) continue;
          await one(service, rate, `${round}`, (next) => {
            const random = seeded(`${mixName} ${share} ${round} arrivals`);
            return openLoop(service, next, { rate, seconds: size.open, random });
          });
        }
      }
    }
  }
  return results;
}
