import type { FirstScreenPlan } from './firstScreen.ts';

/** Writes one part of the shell: fills in the values, which are HTML already. */
export type Part = (values?: Readonly<Record<string, string>>) => string;

/** Parts of the shell in one language. */
export interface Parts {
  part(name: string): Part;
  /** Text for a key; empty if the language has none. */
  said(key: string): string;
}

/** Reads web/shell.html. `{t key}` and `{icon Name 22}` are filled in once per language. */
export function readParts(markup: string, { icons, texts }: FirstScreenPlan): (locale: string) => Parts {
  const [, ...pieces] = markup.split('<!-- part: ');
  const written = pieces.map((piece) => {
    const end = piece.indexOf(' -->');
    return {
      name: piece.slice(0, end),
      text: piece
        .slice(end + 4)
        .trim()
        .replace(/\s*\n\s*/g, '\n'),
    };
  });
  const known = new Map<string, Parts>();
  return (locale) => {
    const found = known.get(locale);
    if (found) return found;
    const said = (key: string): string => texts[locale]?.[key] ?? '';
    const parts = new Map(
      written.map(({ name, text }) => [
        name,
        partOf(
          text
            .replace(/\{icon ([^}]+)\}/g, (_, wish: string) => icons[wish] ?? '')
            .replace(/\{t ([^}]+)\}/g, (_, key: string) => escape(said(key))),
        ),
      ]),
    );
    const nothing: Part = () => '';
    const made = { said, part: (name: string) => parts.get(name) ?? nothing };
    known.set(locale, made);
    return made;
  };
}

function partOf(text: string): Part {
  return (values = {}) => text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as the content of an element or the value of a quoted attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
}
