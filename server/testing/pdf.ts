import { inflateSync } from 'node:zlib';

/** Texts of the pages of a PDF that this product wrote, decoded with the tables of its fonts. */
export function readPages(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b/.test(head));
  return pages.map(({ head }) => {
    const resources = follow(objects, head, 'Resources')?.head ?? '';
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', id = '']) => [
        name,
        mapOf(follow(objects, objects.get(id)?.head ?? '', 'ToUnicode')?.stream ?? ''),
      ]),
    );
    return textOf(follow(objects, head, 'Contents')?.stream ?? '', fonts);
  });
}

interface PdfObject {
  readonly head: string;
  readonly stream: string;
}

function objectsOf(pdf: Buffer): Map<string, PdfObject> {
  const text = pdf.toString('latin1');
  const found = [...text.matchAll(/^(\d+) 0 obj\n(.*?)(?:stream\n(.*?)\nendstream\n)?endobj$/gms)];
  return new Map(
    found.map(([, id = '', head = '', bytes]) => {
      const packed = Buffer.from(bytes ?? '', 'latin1');
      const stream = head.includes('/FlateDecode') ? inflateSync(packed) : packed;
      return [id, { head, stream: stream.toString('latin1') }];
    }),
  );
}

function follow(objects: ReadonlyMap<string, PdfObject>, head: string, name: string): PdfObject | undefined {
  return objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? '');
}

/** Texts by glyph, from a table of consecutive glyphs. */
function mapOf(table: string): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const [, from = '', list = ''] of table.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[(.*?)\]/g)) {
    [...list.matchAll(/<([0-9a-f ]*)>/g)].forEach(([, hex = ''], i) => {
      const units = hex.replaceAll(' ', '').match(/.{4}/g) ?? [];
      map.set(Number.parseInt(from, 16) + i, String.fromCharCode(...units.map((unit) => Number.parseInt(unit, 16))));
    });
  }
  return map;
}

function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined;
  const lines: string[] = [];
  for (const [, name, shown] of content.matchAll(/\/(F\d+) \S+ Tf|\[(.*?)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name);
    const glyphs = [...(shown ?? '').matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    if (shown !== undefined) lines.push(glyphs.map((glyph) => font?.get(Number.parseInt(glyph, 16)) ?? '?').join(''));
  }
  return lines.join('\n');
}
