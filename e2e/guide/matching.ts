const anything = '…';

/** Compares line by line; "…" in the guide stands for any text except none. Null: equal, otherwise the difference. */
export function compareText(expected: string, printed: string): string | null {
  const [wanted, got] = [expected, printed].map((text) => text.trim().split('\n'));
  const length = Math.max(wanted?.length ?? 0, got?.length ?? 0);
  for (let i = 0; i < length; i++) {
    const line = wanted?.[i] ?? '';
    const seen = got?.[i] ?? '';
    if (!patternOf(line).test(seen)) return `the guide says "${line}", printed was "${seen}"`;
  }
  return null;
}

/** Compares sequences of JSON documents regardless of their layout. Null: equal, otherwise the difference. */
export function compareJson(expected: string, printed: string): string | null {
  const wanted = readDocuments(expected);
  const got = readDocuments(printed);
  if (wanted.length !== got.length) return `the guide shows ${wanted.length} answers, printed were: ${printed.trim()}`;
  const difference = wanted.flatMap((value, i) => differences(value, got[i], '')).at(0);
  return difference === undefined ? null : `${difference}; printed was: ${printed.trim()}`;
}

function differences(wanted: unknown, got: unknown, path: string): string[] {
  if (wanted === anything) return got == null || got === '' ? [`${path} is empty`] : [];
  if (typeof wanted === 'string' && typeof got === 'string' && patternOf(wanted).test(got)) return [];
  if (!isObject(wanted) || !isObject(got)) return Object.is(wanted, got) ? [] : [`${path} is ${JSON.stringify(got)}`];
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(got)])];
  return names.flatMap((name) => differences(wanted[name], got[name], `${path}/${name}`));
}

/** Whether the value is an object or an array, whose names are numbers. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function patternOf(text: string): RegExp {
  const parts = text.trimEnd().split(anything);
  return new RegExp(`^${parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
}

/** JSON documents of a text; each begins with a brace in the first column of a line. */
function readDocuments(text: string): unknown[] {
  const parts = text.trim().split(/\n(?={)/);
  return parts.map((part): unknown => JSON.parse(part));
}
