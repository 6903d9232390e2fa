import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

type Parser = InstanceType<typeof MarkdownIt>;

/** Raw HTML is text here, and nothing is fetched: pictures show their description only. */
const markdown = createParser();
const withoutTables = createParser().disable('table');

function createParser(): Parser {
  const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
  parser.linkify.set({ fuzzyLink: true });
  parser.renderer.rules.image = (tokens, at) => parser.utils.escapeHtml(tokens[at]?.content ?? '');
  return parser;
}

/** The rows of a table are filled up to its width: short texts could become 65,000 cells, and a second of work each. */
const mostCells = 5000;

/** Where a table could be wider and longer than any that is read, none is made: its text stays. */
function parserFor(text: string): Parser {
  const lines = text.split(/\r\n?|\n/);
  const width = lines.reduce((most, line) => Math.max(most, line.split('|').length), 0);
  return lines.length * width > mostCells ? withoutTables : markdown;
}

/** A post has its own title: its headings begin below. */
const shifted = { h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6' } as const;
const address = /^(https?:\/\/|mailto:|tel:)/i;
const here = 'https://here.invalid';

const sanitizing: sanitizeHtml.IOptions = {
  allowedTags: [
    'p',
    'br',
    'hr',
    'h3',
    'h4',
    'h5',
    'h6',
    'strong',
    'em',
    's',
    'a',
    'code',
    'pre',
    'blockquote',
    'ul',
    'ol',
    'li',
    'table',
    'thead',
    'tbody',
    'tr',
    'th',
    'td',
  ],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  transformTags: { ...shifted, a: (_tag, { href }) => ({ tagName: 'a', attribs: linkTo(href) }) },
};

/**
 * Markdown as HTML that may be shown as it is: an allow-list of tags, links to http, https, mailto, tel and pages of
 * this installation ("/…") only. Never throws; the caller limits the length.
 */
export function renderMarkdown(text: string): string {
  return sanitizeHtml(parserFor(text).render(text), sanitizing);
}

/** The beginning of the text without any marks, whole words, with "…" where more follows. */
export function excerptOf(text: string, limit: number): string {
  const beginning = text.slice(0, 8 * limit);
  const blocks = parserFor(beginning)
    .parse(beginning, {})
    .flatMap(({ children, type, content }) => {
      if (type === 'fence' || type === 'code_block') return [content];
      return children === null ? [] : [children.map(({ type: kind, content: part }) => plain(kind, part)).join('')];
    });
  const words = blocks.join(' ').replace(/\s+/g, ' ').trim();
  if (words.length <= limit && text.length <= 8 * limit) return words;
  return `${words.slice(0, limit).replace(/\s+\S*$/, '')} …`;
}

function plain(kind: string, content: string): string {
  return kind === 'softbreak' || kind === 'hardbreak' ? ' ' : content;
}

/** A link that leads nowhere harmless is no link: its text stays. */
function linkTo(href: string | undefined): Record<string, string> {
  if (href === undefined || !isHarmless(href)) return {};
  return { href, rel: 'noopener nofollow ugc' };
}

function isHarmless(href: string): boolean {
  const isPath = href.startsWith('/');
  if (!isPath && !address.test(href)) return false;
  const url = URL.parse(href, here);
  if (url === null || url.username !== '' || url.password !== '') return false; // "https://unkel.de@evil.example"
  return !isPath || url.origin === here;
}
