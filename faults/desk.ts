import type { Defect, SuiteScenario } from './harness/scenario.ts';

const defects: readonly Defect[] = [
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
      find: "if (error instanceof DomainError && (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND')) return error;",
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
      find: "and t.kind <> 'COMPLAINT' and t.flag is null",
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

export const desk: SuiteScenario = {
  name: 'desk',
  promise:
    'lists run no formula, many at once are never half done, clocks stand, Open311 and blurred photos tell nothing',
  files: ['server/desk.test.ts'],
  control: { title: 'a defect for each of the five', patches: defects.map(({ patch }) => patch) },
  defects,
};
