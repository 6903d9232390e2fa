import { expect, test } from 'vitest';
import { excerptOf, renderMarkdown } from './markdown.ts';

const nul = String.fromCharCode(0);
const tab = String.fromCharCode(9);

/** Attempts to execute scripts, to load files or to disguise the target of a link. */
const payloads = [
  '<script>alert(1)</script>',
  '<ScRiPt src=//evil.example/x.js></sCrIpT>',
  '<<script>alert(1)//<</script>',
  '<img src=x onerror=alert(1)>',
  '<img/src="x"/onerror="alert(1)">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><animate onbegin=alert(1) attributeName=x dur=1s>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<object data="data:text/html,<script>alert(1)</script>"></object>',
  '<embed src="javascript:alert(1)">',
  '<body onload=alert(1)>',
  '<details open ontoggle=alert(1)>x</details>',
  '<video><source onerror=alert(1)></video>',
  '<input autofocus onfocus=alert(1)>',
  '<form action="javascript:alert(1)"><button>go</button></form>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
  '<link rel=stylesheet href=https://evil.example/x.css>',
  '<style>@import "https://evil.example/x.css";</style>',
  '<a href="javascript:alert(1)">x</a>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--<img src="--><img src=x onerror=alert(1)//">',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<template><script>alert(1)</script></template>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  `[x](java${tab}script:alert(1))`,
  '[x](java&#10;script:alert(1))',
  '[x](&#x6A;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](%6Aavascript:alert(1))',
  `[x](${nul}javascript:alert(1))`,
  '[x](<javascript:alert(1)>)',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)',
  '[x](file:///etc/passwd)',
  '[x](blob:https://evil.example/1)',
  '[x](intent://scan/#Intent;scheme=zxing;end)',
  '[x](ftp://evil.example/x)',
  '[x](//evil.example/path)',
  '[x](/\\evil.example/path)',
  '[x](/%09/evil.example)',
  '[x](\\\\evil.example)',
  '[x](https://unkel.de@evil.example/)',
  '[x](https://unkel.de:pass@evil.example/)',
  '[x](https:/\\evil.example "onmouseover=alert(1)")',
  '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
  '[x][1]\n\n[1]: javascript:alert(1)',
  '[x][1]\n\n[1]: <data:text/html,x> "t"',
  '<javascript:alert(1)>',
  '![x](https://evil.example/pixel.png)',
  '![x](javascript:alert(1))',
  '![x" onerror="alert(1)](https://evil.example/x)',
  '![<img src=x onerror=alert(1)>](x)',
  '`<img src=x onerror=alert(1)>`',
  '```"><img src=x onerror=alert(1)>\n<script>alert(1)</script>\n```',
  '# <svg onload=alert(1)>',
  '| <img src=x onerror=alert(1)> | [a](javascript:alert(1)) |\n|:--|--:|\n| <b onclick=alert(1)>x</b> | y |',
  '> <script>alert(1)</script>\n> - [x](javascript:alert(1))',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '\\<script>alert(1)\\</script>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<x onclick=alert(1)>x</x>',
];

const tag = /^<(\/?(p|h[3-6]|strong|em|s|code|pre|blockquote|ul|ol|li|table|thead|tbody|tr|th|td)|br \/|hr \/|a)>$/;
const startOfList = /^<ol start="\d+">$/;
const link = /^<(?:a href="([^"<>]*)" rel="noopener nofollow ugc"|\/a)>$/;
const harmless = /^(https?:\/\/(?!unkel\.de[:@])|mailto:|tel:|\/(?![/\\\t]))/;

/** Tags that are not allowed, found without the sanitiser's code. */
function strangeIn(html: string): string[] {
  return (html.match(/<[^>]*>?/g) ?? []).filter((part) => {
    if (tag.test(part) || startOfList.test(part)) return false;
    const [isLink, href] = link.exec(part) ?? [];
    return isLink === undefined || (href !== undefined && !harmless.test(href));
  });
}

test('the detector itself sees what is strange', () => {
  const strange = ['<script>', '<p onclick="x">', '<a href="javascript:x" rel="noopener nofollow ugc">', '<img src=x>'];
  for (const part of strange) expect(strangeIn(`<p>${part}</p>`)).toEqual([part]);
});

test(`none of ${payloads.length} payloads is left`, () => {
  expect(payloads.length).toBeGreaterThanOrEqual(60);
  const left = payloads.map((text) => ({ text, html: renderMarkdown(text) })).filter(({ html }) => strangeIn(html)[0]);
  expect(left).toEqual([]);
});

test.each([
  ['**fett** und _schräg_', '<p><strong>fett</strong> und <em>schräg</em></p>'],
  ['# Groß\n## Kleiner', '<h3>Groß</h3>\n<h4>Kleiner</h4>'],
  ['Zeile\nZeile', '<p>Zeile<br />\nZeile</p>'],
  ['3. drei\n4. vier', '<ol start="3">\n<li>drei</li>\n<li>vier</li>\n</ol>'],
  [
    '[Amt](https://unkel.de/a?b=1&c)',
    '<p><a href="https://unkel.de/a?b=1&amp;c" rel="noopener nofollow ugc">Amt</a></p>',
  ],
  ['[Umfrage](/07138073/polls/1)', '<p><a href="/07138073/polls/1" rel="noopener nofollow ugc">Umfrage</a></p>'],
  ['[02224](tel:+492224)', '<p><a href="tel:+492224" rel="noopener nofollow ugc">02224</a></p>'],
  ['amt@unkel.de', '<p><a href="mailto:amt@unkel.de" rel="noopener nofollow ugc">amt@unkel.de</a></p>'],
  ['www.unkel.de', '<p><a href="http://www.unkel.de" rel="noopener nofollow ugc">www.unkel.de</a></p>'],
  ['![Rathaus](https://evil.example/x.png)', '<p>Rathaus</p>'],
  ['5 < 6 & "so"', '<p>5 &lt; 6 &amp; "so"</p>'],
])('%s', (text, html) => {
  expect(renderMarkdown(text).trim()).toBe(html);
});

test('an excerpt is plain, ends with a whole word and says that more follows', () => {
  const text = '# Wasser\nVon **8 bis 12** kommt [nichts](https://a.de).\n\n- Bitte\n- füllen & <b>';
  expect(excerptOf(text, 280)).toBe('Wasser Von 8 bis 12 kommt nichts. Bitte füllen & <b>');
  expect(excerptOf(text, 20)).toBe('Wasser Von 8 bis 12 …');
  expect(excerptOf('kurz', 280)).toBe('kurz');
  expect(excerptOf('wort '.repeat(4000), 280).length).toBeLessThanOrEqual(282);
});

test('a table that a few characters fill with thousands of cells is none; the tables that people write are', () => {
  const rows = (columns: number, count: number, end: string): string =>
    [`${'a|'.repeat(columns)}`, `${'-|'.repeat(columns)}`, ...Array.from({ length: count }, () => '|')].join(end);
  for (const end of ['\n', '\r', '\r\n']) {
    const wide = rows(60, 5000, end);
    expect([renderMarkdown(wide).length < 5 * wide.length, renderMarkdown(wide).includes('<t')]).toEqual([true, false]);
    expect(renderMarkdown(rows(8, 300, end))).toContain('<td>');
  }
  const started = performance.now();
  for (let n = 0; n < 10; n++) excerptOf(rows(60, 5000, '\n'), 280);
  expect(performance.now() - started).toBeLessThan(1000);
});

test('twenty thousand hostile characters take less than a second', () => {
  const hostile = ['[', '![', '*a_', '> ', '`', '<a ', '- ', '((', '|-', '&#', '\\[', 'http://a.', '[a](<b'];
  const started = performance.now();
  for (const part of hostile) renderMarkdown(part.repeat(20_000 / part.length));
  const took = performance.now() - started;
  console.log(`${hostile.length} texts of 20,000 hostile characters: ${took.toFixed(0)} ms`);
  expect(took).toBeLessThan(hostile.length * 1000);
});
