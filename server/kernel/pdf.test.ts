import { buffer } from 'node:stream/consumers';
import { inflateSync } from 'node:zlib';
import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { drawQr, mm, openPdf, type Pdf, writeText } from './pdf.ts';

const head = { title: 'Brief', author: 'Stadt Musterstadt', language: 'de' };

async function contentOf(write: (pdf: Pdf) => void): Promise<{ file: string; streams: string[] }> {
  const pdf = openPdf(head);
  pdf.addPage();
  write(pdf);
  pdf.end();
  const file = (await buffer(pdf)).toString('latin1');
  const parts = [...file.matchAll(/stream\n(.*?)\nendstream/gs)].map(([, part = '']) => Buffer.from(part, 'latin1'));
  return { file, streams: parts.flatMap((part) => (part[0] === 0x78 ? [inflateSync(part).toString('latin1')] : [])) };
}

/** Glyphs of a page's text, four hexadecimal digits each; 0000 replaces characters that the font lacks. */
const glyphsOf = (streams: readonly string[]): string[] =>
  streams
    .filter((stream) => stream.includes(' Tf'))
    .flatMap((stream) => [...stream.matchAll(/<([0-9a-f]+)> /g)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []));

test('names from everywhere are written in a font that is in the file', async () => {
  const names = 'Größe Straße Příliš žluťoučký kůň Łódź Győr Київ Αθήνα';
  const { file, streams } = await contentOf((pdf) => writeText(pdf, names, { x: 20, y: 20, width: 170, size: 11 }));
  expect(file).toMatch(/^%PDF-1\.7[^]*\/FontFile2[^]*%%EOF\s*$/);
  expect(file).toContain('/Lang (de)');
  const glyphs = glyphsOf(streams);
  expect(glyphs).toHaveLength(names.replaceAll(' ', '').length + names.split(' ').length - 1);
  expect(glyphs).not.toContain('0000');
  const control = await contentOf((pdf) => writeText(pdf, 'Größe 漢', { x: 20, y: 20, width: 170, size: 11 }));
  expect(glyphsOf(control.streams)).toContain('0000');
});

test('text ends where its column ends and never begins a page', async () => {
  const long = 'Ein Satz, der immer weitergeht. '.repeat(400);
  let cut = 0;
  let below = 0;
  const { file } = await contentOf((pdf) => {
    cut = writeText(pdf, long, { x: 20, y: 20, width: 80, height: 30, size: 11 });
    below = writeText(pdf, 'Eine Zeile', { x: 20, y: 280, width: 80, size: 11 });
    writeText(pdf, long, { x: 20, y: 200, width: 80, size: 11 });
  });
  expect(cut).toBeLessThan(51);
  expect(below).toBeGreaterThan(283);
  expect([...file.matchAll(/\/Type \/Page\b/g)]).toHaveLength(1);
});

test('a QR code on paper has the dots it was made of', async () => {
  const text = 'https://unkel.example/07138073/residence#7Q2M-0WXK-9D4T';
  const { streams } = await contentOf((pdf) => drawQr(pdf, text, [20, 30, 40]));
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  const dot = mm(40) / size;
  const drawn = data.map((row) => row.map(() => false));
  for (const [, x, y, width] of streams.join('\n').matchAll(/^(\S+) (\S+) (\S+) \S+ re$/gm)) {
    const line = Math.round((Number(y) - mm(30)) / dot);
    const from = Math.round((Number(x) - mm(20)) / dot);
    for (let i = from; i < from + Math.round(Number(width) / dot); i++) drawn[line]![i] = true;
  }
  expect(drawn).toEqual(data);
});
