import type { AccentPartsFragment } from '../gql/graphql.ts';

/** Style that sets the town's colour on an element with the class `town` and on its content. */
export function accentStyle({ color, onDark, ink, inkOnDark }: AccentPartsFragment): Record<string, string> {
  return { '--town-color': color, '--town-on-dark': onDark, '--town-ink': ink, '--town-ink-on-dark': inkOnDark };
}

/** Applies the colour to the whole page. */
export function wearAccent(accent: AccentPartsFragment): void {
  for (const [name, value] of Object.entries(accentStyle(accent))) {
    document.documentElement.style.setProperty(name, value);
  }
}

/**
 * Links the manifest of this town, so that the page installs as this town's app, also after a visit to another town.
 */
export function offerApp(ags: string): void {
  const known = document.head.querySelector<HTMLLinkElement>('link[rel="manifest"]');
  const link = known ?? document.head.appendChild(document.createElement('link'));
  link.rel = 'manifest';
  link.href = `/${ags}/manifest.webmanifest`;
}
