import './alert.css';
import { CircleAlert, Info, OctagonAlert, TriangleAlert } from '@lucide/vue';
import type { Component } from 'vue';

export interface LevelLook {
  readonly icon: Component;
  /** Classes of an area in the colour of the level. */
  readonly area: string;
  /** Values with which everything inside such an area takes its colours; the same by day and night. */
  readonly style: Readonly<Record<string, string>>;
}

const looks: readonly LevelLook[] = [
  { icon: Info, area: 'level-1', style: styleOf('var(--of-l1)', 'white') },
  { icon: CircleAlert, area: 'level-2', style: styleOf('var(--of-l2)', 'var(--of-l2-ink)') },
  { icon: TriangleAlert, area: 'level-3', style: styleOf('var(--of-l3)', 'white') },
  { icon: OctagonAlert, area: 'level-4', style: styleOf('var(--of-l4)', 'white') },
];

/** Colours inside the area of an incident that is over. */
export const doneStyle = styleOf('var(--of-done)', 'white');
/** Colours inside a drill, which is a light sheet also at night. */
export const drillStyle = { ...styleOf('white', 'black'), '--of-sunken': 'var(--kern-color-neutral-100)' };

function styleOf(surface: string, ink: string): Record<string, string> {
  return {
    '--of-surface': surface,
    '--of-ink': ink,
    '--of-ink-muted': ink,
    '--of-line-strong': ink,
    '--of-action': ink,
    '--of-on-action': surface,
    '--of-focus': ink,
    '--of-focus-gap': surface,
  };
}

/** Icon and colour of a level; levels outside 1 to 4 look like the nearest one. */
export function lookOf(level: number): LevelLook {
  const look = looks[Math.min(Math.max(level, 1), looks.length) - 1];
  if (look === undefined) throw new Error('there is no look');
  return look;
}

type Severity = 'EXTREME' | 'SEVERE' | 'MODERATE' | 'MINOR' | 'UNKNOWN';
const severities: Readonly<Record<Severity, number>> = { EXTREME: 4, SEVERE: 3, MODERATE: 2, MINOR: 1, UNKNOWN: 1 };

/** Level 1 to 4 as the server derives it; composers show it before they send. */
export function levelOf(scales: {
  readonly severity: Severity;
  readonly urgency: string;
  readonly certainty: string;
}): number {
  const isDoubtful = scales.urgency === 'FUTURE' || ['POSSIBLE', 'UNLIKELY'].includes(scales.certainty);
  return Math.max(1, severities[scales.severity] - (isDoubtful ? 1 : 0));
}
