import type { Look } from '../harness/stage.ts';

/** Appearance of a picture. `large`: text at 200 %, by the system's text size on a phone, by zoom on a desktop. */
export type Appearance = Required<Pick<Look, 'device' | 'scheme'>> & { readonly large?: boolean };

export const looks: readonly Appearance[] = [
  { device: 'phone', scheme: 'light' },
  { device: 'desktop', scheme: 'dark' },
  { device: 'phone', scheme: 'dark' },
  { device: 'desktop', scheme: 'light' },
  { device: 'phone', scheme: 'light', large: true },
  { device: 'desktop', scheme: 'dark', large: true },
];
