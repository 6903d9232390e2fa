import { z } from 'zod';

/** Whole number between two bounds, both included; the bounds appear in docs/configuration.md. */
export function wholeNumber(minimum: number, maximum: number, fallback: number) {
  const { range, schema } = numberBetween(minimum, maximum);
  return schema.default(fallback).meta({ allowed: range });
}

/** Whole number between two bounds, or nothing. */
export function wholeNumberIfSet(minimum: number, maximum: number) {
  const { range, schema } = numberBetween(minimum, maximum);
  return schema.optional().meta({ allowed: range });
}

function numberBetween(minimum: number, maximum: number) {
  const isAllowed = (text: string): boolean => {
    const value = Number(text);
    return Number.isInteger(value) && minimum <= value && value <= maximum;
  };
  const range = `whole number from ${minimum} to ${maximum}`;
  const schema = z
    .string()
    .refine(isAllowed, { error: ({ input }) => `must be a ${range}, got "${String(input)}"` })
    .transform(Number);
  return { range, schema };
}

/** One of the given words. */
export function oneOf<const Word extends string>(words: readonly Word[], fallback: Word) {
  const list = words.join(', ');
  return z
    .enum(words, { error: `must be one of ${list}` })
    .default(fallback)
    .meta({ allowed: list });
}

/** URL with one of these schemes, which are given without their colon. */
export function urlWith(...schemes: readonly string[]) {
  const isAllowed = (text: string): boolean => URL.canParse(text) && schemes.includes(schemeOf(text));
  const beginnings = schemes.map((scheme) => `${scheme}://`).join(' or ');
  return z.string().refine(isAllowed, { error: `must be a URL beginning with ${beginnings}`, abort: true });
}

/** https URL, kept exactly as written; http is allowed for loopback addresses, for trials. */
export function secureUrl(problem: string) {
  return z.string().refine((text) => URL.canParse(text) && (schemeOf(text) === 'https' || isLoopback(text)), problem);
}

/** Entries of a comma-separated list; empty entries are dropped. */
export function splitList(text: string): string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.filter((entry) => entry !== '');
}

/** Whether the URL is http on a loopback address. */
export function isLoopback(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname);
}

function schemeOf(url: string): string {
  return new URL(url).protocol.replace(/:$/, '');
}
