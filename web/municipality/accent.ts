import type { AccentPartsFragment } from '../gql/graphql.ts';

/** The town's colour for styles below; on an element with the class `town` it holds for what is in it. */
export function accentStyle({ color, onDark, ink, inkOnDark }: AccentPartsFragment): Record<string, string> {
  return { '--town-color': color, '--town-on-dark': onDark, '--town-ink': ink, '--town-ink-on-dark': inkOnDark };
}

/** The whole page wears it. */
export function wearAccent(accent: AccentPartsFragment): void {
  for (const [name, value] of Object.entries(accentStyle(accent))) {
    document.documentElement.style.setProperty(name, value);
  }
}

/** Whoever puts the page on the home screen gets this town's app, also after coming here from another town's page. */
export function offerApp(ags: string): void {
  const known = document.head.querySelector<HTMLLinkElement>('link[rel="manifest"]');
  const link = known ?? document.head.appendChild(document.createElement('link'));
  link.rel = 'manifest';
  link.href = `/${ags}/manifest.webmanifest`;
}
