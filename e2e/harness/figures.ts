import { test } from '@playwright/test';

/** The type of the annotations that hold what a scenario measured. */
export const figureType = 'figure';

/** Keeps what the running scenario measured: printed below its line and kept in the report, in this order. */
export function noteFigures(figures: Readonly<Record<string, string | number>>): void {
  const annotations = Object.entries(figures).map(([name, value]) => ({
    type: figureType,
    description: `${name} ${value}`,
  }));
  test.info().annotations.push(...annotations);
}
