import { Refusal } from '../kernel/errors.ts';
import type { UserErrorCode } from '../kernel/names.ts';

/** The town's colour as pages use it: for strip, emblem and picture, never for controls. */
export interface Accent {
  /** Colour on light pages as #rrggbb. */
  readonly color: string;
  /** Colour on dark pages as #rrggbb, lightened if its contrast would be too low. */
  readonly onDark: string;
  /** Text colour on the accent: black or white, whichever has more contrast. */
  readonly ink: string;
  readonly inkOnDark: string;
  /** WCAG contrast, 1 to 21, with the background of light pages and with the brightest background of dark pages. */
  readonly ratioOnLight: number;
  readonly ratioOnDark: number;
}

/** Colour of towns that have chosen none. */
export const defaultAccent = '#2c6e5d';

/** Relative luminance of the backgrounds (web/styles/theme.css): light canvas, dark card. */
const grounds = { light: 0.905, dark: 0.0135 } as const;
/** Minimum contrast of graphics by WCAG 1.4.11. */
const least = 3;
/** Range of hue in degrees and minimum chroma (OKLCH) of the colours that pages use for danger. */
const danger = { from: 14, to: 42, chroma: 0.12 } as const;

/** Validates a colour and returns its accent. Refused: BAD_COLOR, TOO_PALE, LOOKS_LIKE_DANGER. */
export function readAccent(text: string): Accent {
  const color = text.length > 20 ? '' : text.trim().toLowerCase();
  if (!/^#[0-9a-f]{6}$/.test(color)) throw refusal('BAD_COLOR', 'a colour like #2c6e5d');
  const accent = accentOf(color);
  if (accent.ratioOnLight < least) throw refusal('TOO_PALE', 'not to be seen on light pages');
  if (looksLikeDanger(channels(color))) throw refusal('LOOKS_LIKE_DANGER', 'red is kept for danger');
  return accent;
}

/** Accent of a colour that was validated before. */
export function accentOf(color: string): Accent {
  const rgb = channels(color);
  const dark = lightened(rgb, least * (grounds.dark + 0.05) - 0.05);
  return {
    color,
    onDark: hex(dark),
    ink: inkOn(rgb),
    inkOnDark: inkOn(dark),
    ratioOnLight: ratio(luminance(rgb), grounds.light),
    ratioOnDark: ratio(luminance(dark), grounds.dark),
  };
}

/** Linear light, 0 to 1 per channel. */
type Channels = readonly [red: number, green: number, blue: number];

function channels(color: string): Channels {
  const linear = (at: number): number => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [linear(1), linear(3), linear(5)];
}

function hex(rgb: Channels): string {
  const code = (linear: number): string => {
    const value = linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;
    return Math.ceil(Math.min(1, value) * 255 - 1e-6) // rounded up to keep the contrast
      .toString(16)
      .padStart(2, '0');
  };
  return `#${rgb.map(code).join('')}`;
}

function luminance([red, green, blue]: Channels): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

function inkOn(rgb: Channels): string {
  return ratio(luminance(rgb), 0) >= ratio(luminance(rgb), 1) ? '#000000' : '#ffffff';
}

/** Mixes the colour with white until its luminance is at least `wanted`. */
function lightened(rgb: Channels, wanted: number): Channels {
  const share = Math.max(0, (wanted - luminance(rgb)) / (1 - luminance(rgb)));
  const [red, green, blue] = rgb;
  const mix = (value: number): number => value + share * (1 - value);
  return share === 0 ? rgb : [mix(red), mix(green), mix(blue)];
}

/** Whether hue and chroma lie in the range of danger colours, computed with OKLab (Björn Ottosson). */
function looksLikeDanger([r, g, b]: Channels): boolean {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const y = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const hue = (Math.atan2(y, a) * 180) / Math.PI;
  return Math.hypot(a, y) >= danger.chroma && hue >= danger.from && hue <= danger.to;
}

function refusal(code: UserErrorCode, message: string): Refusal {
  return new Refusal({ code, message, path: ['color'] });
}
