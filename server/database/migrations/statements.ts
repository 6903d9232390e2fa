/** Parts of SQL text that may hold separators: strings, bodies between dollar signs, quoted names, comments. */
const part = /'(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\1\$|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|[\s\S]/g;

/** Statements of an SQL text without comments, with single spaces between words. */
export function splitStatements(sql: string): string[] {
  return splitAt(sql, ';').map((statement) => statement.replace(/;$/, ''));
}

/** Splits at `separator` outside of strings, names and parentheses. */
export function splitAt(sql: string, separator: ';' | ','): string[] {
  const parts = [''];
  let depth = 0;
  for (const [text] of sql.matchAll(part)) {
    if (text.startsWith('--') || text.startsWith('/*')) continue;
    if (text === '(') depth++;
    if (text === ')') depth--;
    if (text === separator && depth === 0) parts.push('');
    else parts[parts.length - 1] += /^\s$/.test(text) ? ' ' : text;
  }
  return parts.map((one) => one.replace(/ +/g, ' ').trim()).filter((one) => one !== '');
}
