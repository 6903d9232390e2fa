import type { Patch } from './harness/build.ts';
import type { Findings, Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { runSuite } from './harness/suite.ts';

const file = 'server/desk.test.ts';

/** A test of the file, by how its name begins, and the one defect that it must find. */
interface Check {
  readonly title: string;
  readonly patch: Patch;
}

const checks: readonly Check[] = [
  {
    title: 'no cell of the list',
    patch: {
      file: 'server/issue/board/issue.export.service.ts',
      find: 'escapeFormulae: formulaStart',
      replace: 'escapeFormulae: true',
    },
  },
  {
    title: 'many at once',
    patch: {
      file: 'server/issue/board/issue.bulk.service.ts',
      find: 'if (error instanceof DomainError) return error;',
      replace: '',
    },
  },
  {
    title: 'the clock stands',
    patch: {
      file: 'server/issue/clock/issue.clock.rules.ts',
      find: "return stage === 'WAITING' ? 'PAUSED' : stage",
      replace: 'return stage',
    },
  },
  {
    title: 'Open311 gives nobody',
    patch: {
      file: 'server/open311/open311.requests.service.ts',
      find: "and t.kind <> 'COMPLAINT' and t.status <> 'UNCONFIRMED' and t.flag is null",
      replace: '',
    },
  },
  {
    title: 'what was made unrecognisable',
    patch: {
      file: 'server/media/media.service.ts',
      find: 'return files.get(fileKey(photo, size));',
      replace: 'return files.get(fileKey({ id: photo.id, rendition: null }, size));',
    },
  },
];

export const desk: Scenario = {
  name: 'desk',
  promise:
    'lists run no formula, many at once are never half done, clocks stand, Open311 and blurred photos tell nothing',
  isApart: true,
  plant: { title: 'a defect for each of the five', patches: checks.map(({ patch }) => patch) },
  attempt: tryDesk,
};

/** In the short form all five defects are there at once and each test must find its own; else one by one, alone. */
async function tryDesk(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  if (!isControl) return runSuite(stage, folder, file);
  const found = stage.isShort ? (await runSuite(stage, folder, file)).problems : await findOneByOne(stage);
  const missed = checks.filter(({ title }) => !found.some((problem) => problem.startsWith(`failed: ${title}`)));
  if (missed.length > 0) throw new Error(`not found: ${missed.map(({ patch }) => patch.file).join(', ')}`);
  return { figures: { 'defects found': `${checks.length} of ${checks.length}` }, problems: found };
}

/** Nothing but its own test may turn red. */
async function findOneByOne(stage: Stage): Promise<string[]> {
  const found: string[] = [];
  for (const [n, { patch }] of checks.entries()) {
    const { problems } = await runSuite(stage, stage.plantSources(`desk-${n}`, [patch]), file);
    if (problems.length !== 1) throw new Error(`${patch.file}: ${problems.join('; ') || 'nothing found'}`);
    found.push(...problems);
  }
  return found;
}
