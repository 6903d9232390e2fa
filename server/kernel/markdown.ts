import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';

type Parser = InstanceType<typeof MarkdownIt>;

/** Parser that treats raw HTML as text and loads nothing: pictures show only their description. */
const markdown = createParser();
const withoutTables = createParser().disable('table');

function createParser(): Parser {
  const parser = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 });
  parser.linkify.set({ fuzzyLink: true });
  parser.renderer.rules.image = (tokens, at) => parser.utils.escapeHtml(tokens[at]?.content ?? '');
  return parser;
}

/**
 * Maximum number of cells of a table. Rows are filled up to the table's width, so a short text could produce 65,000
 * cells and take a second.
 */
const mostCells = 5000;

/** Parser for the text; without tables if a table could exceed the maximum, whose text is then kept as it is. */
function parserFor(text: string): Parser {
  const lines = text.split(/\r\n?|\n/);
  const width = lines.reduce((most, line) => Math.max(most, line.split('|').length), 0);
  return lines.length * width > mostCells ? withoutTables : markdown;
}

/** Headings begin two levels lower, because a post has its own title. */
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
 * HTML of a Markdown text that is safe to show: an allow-list of tags; links to http, https, mailto, tel and pages of
 * this installation ("/…") only. Never throws; the caller limits the length.
 */
export function renderMarkdown(text: string): string {
  return sanitizeHtml(parserFor(text).render(text), sanitizing);
}

/** Beginning of the text as plain text of whole words, with "…" if the text continues. */
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

/** Attributes of a link; none if its target is not allowed, so that only its text is shown. */
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
