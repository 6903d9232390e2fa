import { depth, groupOf, readHistory } from './history.ts';

const controlModes = ['all', 'none', 'third'] as const;
export type ControlMode = (typeof controlModes)[number];

/** The mode of this name; ends the process with code 2 if there is none. */
export function readControlMode(name: string): ControlMode {
  const mode = controlModes.find((one) => one === name);
  if (mode !== undefined) return mode;
  console.error(`--controls needs one of: ${controlModes.join(', ')}`);
  process.exit(2);
}

/** A scenario, or another proof with a control, and the files that its control patches. */
export interface Controlled {
  readonly name: string;
  readonly control: { readonly patches: readonly { readonly file: string }[] };
}

/** Names of the chosen scenarios, and the reasons as lines for the log. */
export interface Choice {
  readonly chosen: ReadonlySet<string>;
  readonly reasons: readonly string[];
}

/** Chooses the controls of a run: all, none, or a third by chooseByCommit(). */
export function chooseControls(scenarios: readonly Controlled[], mode: ControlMode): Choice {
  const names = scenarios.map(({ name }) => name);
  if (mode === 'none') return { chosen: new Set(), reasons: ['controls: none, as asked for'] };
  if (mode === 'all') return { chosen: new Set(names), reasons: ['controls: all, as asked for'] };
  return chooseByCommit('controls', scenarios, 3);
}

/**
 * Chooses a share of the scenarios: they are dealt into `groups` by their place in the list, the hash of the commit selects one
 * group, and scenarios whose patched files changed lately are added. Without enough history all are chosen.
 */
export function chooseByCommit(what: string, scenarios: readonly Controlled[], groups: number): Choice {
  const names = scenarios.map(({ name }) => name);
  const history = readHistory();
  if (typeof history === 'string') return { chosen: new Set(names), reasons: [`${what}: all, because ${history}`] };

  const group = groupOf(history, groups);
  const inGroup = names.filter((_name, place) => place % groups === group);
  const isTouched = ({ control }: Controlled): boolean => control.patches.some(({ file }) => history.changed.has(file));
  const touched = scenarios.filter(isTouched).map(({ name }) => name);
  const chosen = new Set([...inGroup, ...touched]);
  const left = names.filter((name) => !chosen.has(name));
  const reasons = [
    `${what}: ${chosen.size} of ${names.length}`,
    `  group ${group + 1} of ${groups}, by the hash of commit ${history.commit.slice(0, 9)}: ${inGroup.join(', ')}`,
    `  patched file changed since HEAD~${depth}: ${touched.join(', ') || 'none'}`,
    `  left out: ${left.join(', ') || 'none'}`,
  ];
  return { chosen, reasons };
}
