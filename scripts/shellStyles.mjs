// Styles of the HTML that the server sends before the script runs: those rules of the built style sheet that this HTML
// uses, as one small inline style.

/** Parses minified CSS into statements, rules with declarations and groups of rules. */
function parse(css) {
  const nodes = [];
  let start = 0;
  for (let at = 0; at < css.length; at += 1) {
    if (css[at] === ';') {
      nodes.push({ head: css.slice(start, at).trim() });
      start = at + 1;
    } else if (css[at] === '{') {
      const end = closing(css, at);
      const inner = css.slice(at + 1, end);
      const head = css.slice(start, at).trim();
      const isGroup = /^@(layer|media|supports|container)\b/.test(head);
      nodes.push(isGroup ? { head, nodes: parse(inner) } : { head, body: inner });
      at = end;
      start = end + 1;
    }
  }
  return nodes;
}

function closing(css, opening) {
  for (let at = opening, depth = 0; at < css.length; at += 1) {
    if (css[at] === '{') depth += 1;
    if (css[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error('the style sheet has a brace without its partner');
}

/** Splits a list at its commas, but not inside parentheses. */
function splitList(text) {
  const parts = [''];
  let depth = 0;
  for (const letter of text) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts;
}

const theme = /\[data-kern-theme=['"]?(light|dark)['"]?\]/;

/** Selectors of the rule that can match the HTML; a class inside `:not()` need not be there. */
function usedSelectors(head, { classes, tags }) {
  return splitList(head).filter((selector) => {
    const plain = selector.replace(/:not\([^)]*\)/g, '');
    if (
      /:(hover|focus|active|disabled|placeholder|-webkit|-moz|file|view-transition)|\[aria|data-contrast=/.test(plain)
    )
      return false;
    const named = [...plain.matchAll(/\.((?:\\.|[\w-])+)/g)].map(([, name]) => name.replace(/\\/g, ''));
    if (named.length > 0) return named.every((name) => classes.has(name));
    const elements = plain.replace(/\[[^\]]*\]|::?[\w-]+(\([^)]*\))?|#[\w-]+/g, '').match(/[a-z][a-z0-9]*/g) ?? [];
    return elements.every((name) => tags.has(name));
  });
}

/** Without a choice of the visitor the system decides, so the rules of both themes apply to a page without a theme. */
function followSystem(selectors, body) {
  const nodes = [{ head: selectors.join(','), body }];
  const own = selectors.find((selector) => new RegExp(`^${theme.source}$`).test(selector));
  if (own === undefined) return nodes;
  const copy = { head: ':root:not([data-kern-theme])', body };
  const isDark = theme.exec(own)[1] === 'dark';
  return [...nodes, isDark ? { head: '@media (prefers-color-scheme:dark)', nodes: [copy] } : copy];
}

function keepUsed(nodes, used) {
  return nodes.flatMap((node) => {
    if (node.nodes) {
      if (/^@media.*(print|forced-colors|prefers-contrast)/.test(node.head)) return [];
      const inner = keepUsed(node.nodes, used);
      return inner.length > 0 ? [{ head: node.head, nodes: inner }] : [];
    }
    if (node.body === undefined) return node.head.startsWith('@layer') ? [node] : [];
    if (node.head.startsWith('@')) return /^@(font-face|property)/.test(node.head) ? [node] : [];
    const selectors = usedSelectors(node.head, used);
    return selectors.length > 0 ? followSystem(selectors, node.body) : [];
  });
}

const declarationsOf = (body) => splitDeclarations(body).map((text) => [text.slice(0, text.indexOf(':')).trim(), text]);

function splitDeclarations(body) {
  const parts = [''];
  let depth = 0;
  for (const letter of body) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ';' && depth === 0) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.filter((text) => text.includes(':'));
}

const rulesIn = (nodes) => nodes.flatMap((node) => (node.nodes ? rulesIn(node.nodes) : node.body ? [node] : []));

/** Removes declarations of custom properties that neither a rule nor the HTML reads. */
function dropUnread(nodes, markup) {
  const all = rulesIn(nodes).flatMap(({ body }) => declarationsOf(body));
  const readBy = (text) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
  const direct = all.filter(([name]) => !name.startsWith('--')).flatMap(([, text]) => readBy(text));
  const read = new Set([...direct, ...readBy(markup)]);
  for (const known of read)
    for (const [name, text] of all) if (name === known) readBy(text).forEach((one) => read.add(one));
  const prune = (list) =>
    list.flatMap((node) => {
      if (node.nodes) {
        const inner = prune(node.nodes);
        return inner.length > 0 ? [{ head: node.head, nodes: inner }] : [];
      }
      if (node.body === undefined) return [node];
      if (node.head.startsWith('@property')) return read.has(node.head.slice(10).trim()) ? [node] : [];
      const body = declarationsOf(node.body).flatMap(([name, text]) =>
        !name.startsWith('--') || read.has(name) ? [text] : [],
      );
      return body.length > 0 ? [{ head: node.head, body: body.join(';') }] : [];
    });
  return prune(nodes);
}

const write = (nodes) =>
  nodes
    .map(({ head, body, nodes: inner }) =>
      inner ? `${head}{${write(inner)}}` : body === undefined ? `${head};` : `${head}{${body}}`,
    )
    .join('');

/** The rules of the style sheet that the HTML of `markup` uses. */
export function stylesFor(markup, css) {
  const classes = new Set([...markup.matchAll(/class="([^"]*)"/g)].flatMap(([, names]) => names.split(/\s+/)));
  const tags = new Set(['html', 'body', ...[...markup.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, tag]) => tag)]);
  return write(dropUnread(keepUsed(parse(css.replace(/\/\*[^]*?\*\//g, '')), { classes, tags }), markup));
}

/** Puts the styles into the built page, and its style sheet behind the content, which is painted before it arrives. */
export function withShellStyles(page, markup, readSheet) {
  const link = /\s*<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>/.exec(page);
  if (!link) throw new Error('the built page has no style sheet');
  const styles = stylesFor(markup, readSheet(link[1]));
  return page
    .replace(link[0], '')
    .replace('</title>', () => `</title>\n    <style>${styles}</style>`)
    .replace('</body>', () => `  ${link[0].trim()}\n  </body>`);
}
