import { createRequire } from 'node:module';
import sharp, { type OverlayOptions } from 'sharp';
import type { Services } from '../kernel/context.ts';
import { type LinkPreview, previewFormat, previewSize, versionOf } from '../kernel/linkPreview.ts';
import { accentOf, defaultAccent } from '../municipality/municipality.accent.rules.ts';
import { drawIcon, icons, iconVersion, type Look } from './media.icon.service.ts';
import { open, takingTurns } from './media.picture.service.ts';

const font = createRequire(import.meta.url).resolve(
  '@expo-google-fonts/source-sans-3/600SemiBold/SourceSans3_600SemiBold.ttf',
);

const margin = 72;
const bar = 24;
const iconSide = 96;
/** Width of the photo, which stands at the right edge. */
const photoWidth = 440;

const drawn = new Map<string, Promise<Buffer>>();
const mostDrawn = 200;

/**
 * Picture of a preview in its format, cached in the process. `readPhoto` reads the photo in it; undefined: it is drawn without.
 * RATE_LIMITED if too many pictures are drawn at once.
 */
export function drawPreview(
  services: Pick<Services, 'files'>,
  town: Look,
  preview: LinkPreview,
  readPhoto: () => Promise<Buffer | undefined>,
): Promise<Buffer> {
  const key = [town.ags, iconVersion(town), versionOf(preview)].join(' ');
  const known = drawn.get(key);
  if (known !== undefined) return known;
  const made = drawNow(services, town, preview, readPhoto);
  made.catch(() => drawn.delete(key)); // a failed drawing is not cached, so that the next request tries again
  for (const old of [...drawn.keys()].slice(0, Math.max(0, drawn.size - mostDrawn + 1))) drawn.delete(old);
  drawn.set(key, made);
  return made;
}

async function drawNow(
  services: Pick<Services, 'files'>,
  town: Look,
  preview: LinkPreview,
  readPhoto: () => Promise<Buffer | undefined>,
): Promise<Buffer> {
  const [icon, photo] = await Promise.all([drawIcon(services, town, icons[0]), readPhoto()]);
  return takingTurns(() => compose({ icon, photo, accent: accentOf(town.accent ?? defaultAccent).color }, preview));
}

/** Pictures and colour of a preview. */
interface Material {
  readonly icon: Buffer;
  readonly photo: Buffer | undefined;
  readonly accent: string;
}

/** Town above, title in the middle, the beginning of the text below it, a photo beside them, and a bar in the town's colour. */
async function compose({ icon, photo, accent }: Material, preview: LinkPreview): Promise<Buffer> {
  const { town, title, text } = preview;
  const { width, height } = previewSize;
  const wide = width - 2 * margin - (photo ? photoWidth : 0);
  const titleTop = margin + iconSide + 48;
  const heading = await write(title, title.length > (photo ? 30 : 60) ? 56 : 68, '#14181f', wide);
  const room = height - bar - 40 - (titleTop + heading.height + 32);
  const body = text === undefined ? undefined : await write(text, 34, '#4a5361', wide);
  const layers: OverlayOptions[] = [
    { input: await sharp(icon).resize(iconSide).png().toBuffer(), left: margin, top: margin },
    { ...(await write(town, 40, accent, wide - iconSide - 28)), left: margin + iconSide + 28, top: margin + 26 },
    { ...heading, left: margin, top: titleTop },
  ];
  if (body && body.height <= room) layers.push({ ...body, left: margin, top: titleTop + heading.height + 32 });
  if (photo) layers.push({ input: await cropPhoto(photo), left: width - photoWidth, top: 0 });
  const ground = { create: { width, height, channels: 3, background: '#ffffff' } } as const;
  const footing = { create: { width, height: bar, channels: 3, background: accent } } as const;
  layers.push({ input: await sharp(footing).png().toBuffer(), left: 0, top: height - bar });
  return sharp(ground).composite(layers).toFormat(previewFormat(preview)).toBuffer();
}

/** The photo cropped to the right edge of the preview, above the bar. */
function cropPhoto(photo: Buffer): Promise<Buffer> {
  return open(photo)
    .resize({ width: photoWidth, height: previewSize.height - bar, fit: 'cover' })
    .toBuffer();
}

/** Text as a transparent picture with its height. Pango reads markup, so the text is escaped. */
async function write(text: string, size: number, color: string, width: number) {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const marked = `<span foreground="${color}">${escaped}</span>`;
  const { data, info } = await sharp({
    text: {
      text: marked,
      font: `Source Sans 3 SemiBold ${size}`,
      fontfile: font,
      width,
      dpi: 72,
      rgba: true,
      wrap: 'word-char',
    },
  })
    .png()
    .toBuffer({ resolveWithObject: true });
  return { input: data, height: info.height };
}
