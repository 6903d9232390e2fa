import sharp from 'sharp';
import type { Services } from '../kernel/context.ts';
import { accentOf, defaultAccent } from '../municipality/municipality.accent.rules.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { drawLetter } from './media.letter.rules.ts';
import { open, takingTurns } from './media.picture.service.ts';
import { findFile } from './media.service.ts';

/** Icons of a town's app; operating systems crop `maskable` icons to a circle of four fifths of the side. */
export const icons = [
  { name: '192', side: 192, isMaskable: false },
  { name: '512', side: 512, isMaskable: false },
  { name: 'maskable-512', side: 512, isMaskable: true },
] as const;
export type Icon = (typeof icons)[number];

/** Properties of a town that its pictures show. */
export type Look = Pick<Municipality, 'ags' | 'name' | 'emblem' | 'accent'>;

/** Version that changes whenever the content of the icon changes. */
export function iconVersion({ name, emblem, accent }: Look): string {
  return emblem == null ? `${name.codePointAt(0) ?? 0}-${(accent ?? defaultAccent).slice(1)}` : emblem.slice(0, 13);
}

const drawn = new Map<string, Promise<Buffer>>();
const mostDrawn = 300;

/**
 * PNG of the icon, drawn from the emblem or from the initial on the town's colour; cached in the process. RATE_LIMITED
 * if too many pictures are drawn at once.
 */
export function drawIcon({ files }: Pick<Services, 'files'>, town: Look, icon: Icon): Promise<Buffer> {
  const key = [town.ags, icon.name, iconVersion(town)].join(' ');
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const made = takingTurns(() => drawNow({ files }, town, icon));
  made.catch(() => drawn.delete(key)); // a failed drawing is not cached, so that the next request tries again
  for (const old of [...drawn.keys()].slice(0, Math.max(0, drawn.size - mostDrawn + 1))) drawn.delete(old);
  drawn.set(key, made);
  return made;
}

async function drawNow(services: Pick<Services, 'files'>, town: Look, { side, isMaskable }: Icon): Promise<Buffer> {
  const emblem = town.emblem == null ? undefined : await findFile(services, { id: town.emblem }, 'large');
  return emblem === undefined ? initialOn(town, side, isMaskable) : emblemOn(emblem, side, isMaskable ? 0.54 : 0.8);
}

/** Draws the emblem on white, because operating systems show transparent pixels as black. */
async function emblemOn(emblem: Buffer, side: number, share: number): Promise<Buffer> {
  const inner = Math.round(side * share);
  const box = { width: inner, height: inner, fit: 'inside' } as const;
  const input = await open(emblem).resize(box).png().toBuffer();
  return sharp({ create: { width: side, height: side, channels: 3, background: '#ffffff' } })
    .composite([{ input, gravity: 'centre' }])
    .png()
    .toBuffer();
}

function initialOn({ name, accent }: Look, side: number, isMaskable: boolean): Promise<Buffer> {
  const { color, ink } = accentOf(accent ?? defaultAccent);
  const cover = drawLetter(name.slice(0, 1).toUpperCase(), side, isMaskable ? 0.36 : 0.5);
  const ground = channels(color);
  const letter = channels(ink);
  const pixels = Buffer.alloc(side * side * 3);
  cover.forEach((share, at) => {
    for (let i = 0; i < 3; i++) {
      const from = ground[i] ?? 0;
      const to = letter[i] ?? 0;
      pixels[at * 3 + i] = Math.round(from + (to - from) * share);
    }
  });
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

function channels(color: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}
