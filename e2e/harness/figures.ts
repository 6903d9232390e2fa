import { test } from '@playwright/test';

/** Type of the annotations that hold the measured values of a scenario. */
export const figureType = 'figure';

/**
 * Records measured values of the running scenario. They are printed below its line and kept in the report, in this
 * order.
 */
export function noteFigures(figures: Readonly<Record<string, string | number>>): void {
  const annotations = Object.entries(figures).map(([name, value]) => ({
    type: figureType,
    description: `${name} ${value}`,
  }));
  test.info().annotations.push(...annotations);
}
