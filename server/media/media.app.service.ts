import type { Context } from '../kernel/context.ts';
import { accentOf, defaultAccent } from '../municipality/municipality.accent.rules.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { type Icon, icons, iconVersion } from './media.icon.service.ts';

/** The town with this official key; undefined if it is not on the platform. */
export async function findAppTown({ em }: Pick<Context, 'em'>, ags: string): Promise<Municipality | undefined> {
  const town = /^\d{8}$/.test(ags) ? await em.findOne(Municipality, { ags, isOnPlatform: true }) : null;
  return town ?? undefined;
}

/** Web Application Manifest (W3C) of the town, which browsers need to install the app. */
export function manifestOf(town: Municipality) {
  const path = `/${town.ags}`;
  return {
    id: path,
    start_url: path,
    scope: path,
    lang: 'de',
    dir: 'ltr',
    display: 'standalone',
    name: `Ortsfunk ${town.name}`,
    short_name: town.name,
    theme_color: town.accent ?? defaultAccent,
    background_color: '#ffffff',
    icons: icons.map(({ name, side, isMaskable }) => ({
      src: iconPath(town, name),
      sizes: `${side}x${side}`,
      type: 'image/png',
      purpose: isMaskable ? 'maskable' : 'any',
    })),
  };
}

/** HTML for the head of the town's pages: links to manifest and icon, and the theme colours. */
export function headOf(town: Municipality): string {
  const { color, onDark } = accentOf(town.accent ?? defaultAccent);
  const theme = (scheme: string, content: string): string =>
    `<meta name="theme-color" content="${content}" media="(prefers-color-scheme: ${scheme})" />`;
  return [
    `<link rel="manifest" href="/${town.ags}/manifest.webmanifest" />`,
    `<link rel="apple-touch-icon" href="${iconPath(town, '192')}" />`,
    theme('light', color),
    theme('dark', onDark),
  ].join('\n    ');
}

function iconPath(town: Municipality, icon: Icon['name']): string {
  return `/${town.ags}/icons/${icon}.png?v=${iconVersion(town)}`;
}
