import {
  type FirstAnswer,
  type FirstScreenPlan,
  type HomeLink,
  type OpenedPage,
  readPlace,
  type Tab,
} from './firstScreen.ts';
import { drawBlock, today } from './shellBlocks.ts';
import { escape, type Parts, readParts } from './shellParts.ts';

/** Fields of a town that the shell shows. */
interface ShellTown {
  readonly name: string;
  readonly isDemo: boolean;
  readonly emblemUrl: string | null;
  readonly pictureUrl: string | null;
  readonly motif: string;
  readonly timeZone: string;
  readonly modules: readonly string[];
  readonly viewerRoles: readonly { readonly role: string }[];
  readonly accent: Readonly<Record<'color' | 'onDark' | 'ink' | 'inkOnDark', string>>;
}

export interface Shell {
  readonly html: string;
  /** Content of an inline style with the colour of the town; undefined: no town. */
  readonly accent?: string;
}

/** Page, answers and visitor for whom a shell is drawn. */
export interface ShellContent {
  readonly opened: OpenedPage;
  readonly answers: readonly FirstAnswer[];
  readonly locale: string;
  readonly isSignedIn: boolean;
}

/** Picture of a page that belongs to no town. */
const usualMotif = 'RIVER';

/**
 * Returns a function that draws a page as plain HTML: frame, tab bar and the texts of the first screen. The web app
 * replaces this HTML. `markup`: content of web/shell.html.
 */
export function shellDrawer(markup: string, plan: FirstScreenPlan): (content: ShellContent) => Shell {
  const partsIn = readParts(markup, plan);

  return ({ opened: { page, params }, answers, locale, isSignedIn }) => {
    if (page.isBare) return { html: '' };
    const data = Object.fromEntries(answers.map(({ name, answer }) => [name, answer.data]));
    const town = townIn(data);
    const parts = partsIn(locale);
    const timeZone = town?.timeZone ?? 'Europe/Berlin';
    const content = { data, locale, timeZone, isSignedIn, values: { town: escape(town?.name ?? '') } };
    const drawBlocks = (isColumn: boolean): string =>
      page.blocks
        .filter(({ inColumn = false }) => inColumn === isColumn)
        .map((block) => drawBlock(block, content, parts))
        .join('');
    const isOfTown = page.path.startsWith('/:ags');
    const frame: Frame = { plan, parts, town, ags: params.ags ?? '', page: page.name, isSignedIn };
    const html = parts.part(page.frame)({
      content: drawBlocks(false) || parts.part('waiting')(),
      column: drawBlocks(true),
      picture: plan.pictures[usualMotif] ?? '',
      languages: drawLanguages(plan, parts, locale),
      ...(isOfTown && {
        demo: town?.isDemo ? parts.part('demo')() : '',
        header: town ? drawHeader(town, frame, today(locale, timeZone)) : '',
        links: town ? drawLinks(town, frame) : '',
        navigation: drawNavigation(frame),
      }),
    });
    return { html, ...(town && accentOf(town)) };
  };
}

/** Values from which the parts around the blocks are drawn. */
interface Frame {
  readonly plan: FirstScreenPlan;
  readonly parts: Parts;
  readonly town: ShellTown | undefined;
  readonly ags: string;
  /** Name of the page. */
  readonly page: string;
  readonly isSignedIn: boolean;
}

/** The town of the page, as the query `Town` answers it. */
function townIn(data: object): ShellTown | undefined {
  const found = readPlace(data, 'Town.municipality');
  return isTown(found) ? found : undefined;
}

function isTown(found: unknown): found is ShellTown {
  return typeof found === 'object' && found !== null && 'modules' in found && 'accent' in found;
}

function drawHeader(town: ShellTown, { plan, parts: { part }, isSignedIn }: Frame, date: string): string {
  const hasPicture = town.pictureUrl !== null;
  const plate = { name: escape(town.name), date: escape(date), emblem: drawEmblem(town, { part }) };
  return part('header')({
    plate: part(hasPicture ? 'plateOnPicture' : 'plate')(plate),
    picture:
      town.pictureUrl === null ? (plan.pictures[town.motif] ?? '') : part('picture')({ url: escape(town.pictureUrl) }),
    bell: isSignedIn ? part('roundBell')() : '',
  });
}

function drawEmblem({ name, emblemUrl }: ShellTown, { part }: Pick<Parts, 'part'>): string {
  return emblemUrl === null
    ? part('shield')({ initial: escape(name.slice(0, 1)) })
    : part('emblem')({ url: escape(emblemUrl) });
}

function drawLinks({ modules }: ShellTown, { plan, parts: { part, said }, ags }: Frame): string {
  return plan.links
    .filter(({ module }: HomeLink) => module === 'NONE' || modules.includes(module))
    .map(({ path, labelKey }, n) =>
      part('link')({ path: escape(addressOf(path, ags)), label: escape(said(labelKey)), dot: n > 0 ? '·' : '' }),
    )
    .join('');
}

function drawLanguages({ languages }: FirstScreenPlan, { part }: Parts, chosen: string): string {
  return Object.entries(languages)
    .map(([code, name]) =>
      part('language')({ name: escape(name), look: code === chosen ? 'bg-action-soft text-action' : 'text-muted' }),
    )
    .join('');
}

function drawNavigation({ plan, parts, town, ags, page, isSignedIn }: Frame): string {
  const { part, said } = parts;
  const tabs = town ? plan.tabs.filter((tab) => isOffered(tab, town)) : [];
  const isNarrow = (tab: Tab): boolean => town === undefined || !isWideOnly(tab, town);
  const shareOf = shares(tabs.filter(isNarrow));
  const drawn = tabs.map((tab) =>
    part(tab.isRaised ? 'raisedTab' : 'tab')({
      path: escape(addressOf(tab.path, ags)),
      icon: tab.icon,
      label: escape(said(tab.labelKey)),
      share: isNarrow(tab) ? shareOf(tab) : 'max-lg:hidden',
      look: tab.name === page ? 'text-action lg:bg-action-soft' : 'text-muted',
    }),
  );
  return part('navigation')({
    tabs: drawn.join(''),
    emblem: town ? drawEmblem(town, parts) : '',
    bell: isSignedIn ? part('bell')() : '',
  });
}

/** Class for the share of a tab in the width of a phone, as web/app/layout/TownNav.vue has it. */
function shares(tabs: readonly Tab[]): (tab: Tab) => string {
  const middle = tabs.findIndex(({ isRaised }) => isRaised);
  const after = tabs.length - middle - 1;
  if (middle < 1 || after < 1 || Math.max(middle, after) > 2) return () => 'grow';
  return (tab) => {
    const place = tabs.indexOf(tab);
    if (place === middle) return 'grow-0';
    return (place < middle ? middle : after) === 2 ? 'grow-[0.5]' : 'grow';
  };
}

function addressOf(path: string, ags: string): string {
  return path.replace(':ags(\\d{8})', ags);
}

function isOffered({ module, roles }: Tab, { modules, viewerRoles }: ShellTown): boolean {
  const hasRole = roles === undefined || viewerRoles.some(({ role }) => roles.includes(role));
  return hasRole && (module === 'NONE' || modules.includes(module));
}

function isWideOnly({ isWideOnly: always, wideOnlyFor }: Tab, { viewerRoles }: ShellTown): boolean {
  return always || viewerRoles.some(({ role }) => wideOnlyFor.includes(role));
}

/** The town's colours as the web app sets them. Values that are no colour are left out. */
function accentOf({ accent }: ShellTown): { accent: string } {
  const values = {
    '--town-color': accent.color,
    '--town-on-dark': accent.onDark,
    '--town-ink': accent.ink,
    '--town-ink-on-dark': accent.inkOnDark,
  };
  const declarations = Object.entries(values)
    .filter(([, value]) => /^#[0-9a-f]{6}$/i.test(value))
    .map(([name, value]) => `${name}:${value}`);
  return { accent: `:root{${declarations.join(';')}}` };
}
