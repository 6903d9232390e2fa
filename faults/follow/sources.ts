import type { Source } from './programs.ts';

const node = process.execPath;
/** Debian's Python, which has the package websockets. PATH may contain another Python first. */
const python = '/usr/bin/python3';

/** The programs of docs/partner-guide.md. */
export const programs: readonly Source[] = [
  { name: 'follow.mts', file: 'docs/programs/follow.mts', interpreter: node },
  { name: 'follow.py', file: 'docs/programs/follow.py', interpreter: python },
];

/** The program that the guide used to show: it must lose changes. */
export const earlier: Source = {
  name: 'earlier.mjs',
  file: 'faults/follow/earlier.mjs',
  interpreter: node,
};

/** The guide's programs, each without one of its rules. Each must lose or double a change. */
export const mutants: readonly Source[] = [
  ofNode('removedIds ignored', {
    file: 'docs/programs/follow.mts',
    find: 'keep(cursor, entries.filter(isNews), removedIds);',
    replace: 'keep(cursor, entries.filter(isNews), []);',
  }),
  ofNode('reset taken for changes', {
    file: 'docs/programs/follow.mts',
    find: "if (reset) throw new Interruption('RESET');",
    replace: '',
  }),
  ofNode('ends at a bad cursor', {
    file: 'docs/programs/follow.mts',
    find: "'INTERNAL', 'BAD_CURSOR'].includes(code)",
    replace: "'INTERNAL'].includes(code)",
  }),
  ofNode('cursor before its changes', {
    file: 'docs/programs/follow.mts',
    find: 'const isNews =',
    replace: `fs.writeFileSync('early', JSON.stringify({ ...state, cursor }));
      fs.renameSync('early', stateFile);
      await pause(20);
      const isNews =`,
  }),
  ofNode('unfinished lines kept', {
    file: 'docs/programs/follow.mts',
    find: 'if (size > state.changesBytes) fs.truncateSync(changesFile, state.changesBytes);',
    replace: 'state.changesBytes = size;',
  }),
  ofPython('removedIds ignored', {
    file: 'docs/programs/follow.py',
    find: 'keep(state, update["cursor"], news, update["removedIds"])',
    replace: 'keep(state, update["cursor"], news, [])',
  }),
  ofPython('reset taken for changes', {
    file: 'docs/programs/follow.py',
    find: 'if update["reset"]:',
    replace: 'if False:',
  }),
  ofPython('ends at a bad cursor', {
    file: 'docs/programs/follow.py',
    find: '"INTERNAL", "BAD_CURSOR"):',
    replace: '"INTERNAL"):',
  }),
  ofPython('cursor before its changes', {
    file: 'docs/programs/follow.py',
    find: '    keep(state, update["cursor"], news, update["removedIds"])',
    replace: `    write("early", "wb", json.dumps({**state, "cursor": update["cursor"]}))
    os.replace("early", STATE_FILE)
    time.sleep(0.02)
    keep(state, update["cursor"], news, update["removedIds"])`,
  }),
  ofPython('unfinished lines kept', {
    file: 'docs/programs/follow.py',
    find: 'os.truncate(CHANGES_FILE, state["changesBytes"])',
    replace: 'state["changesBytes"] = size',
  }),
];

function ofNode(what: string, defect: NonNullable<Source['defect']>): Source {
  return { name: `follow.mts, ${what}`, file: 'docs/programs/follow.mts', interpreter: node, defect };
}

function ofPython(what: string, defect: NonNullable<Source['defect']>): Source {
  return { name: `follow.py, ${what}`, file: 'docs/programs/follow.py', interpreter: python, defect };
}
