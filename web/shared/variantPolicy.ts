interface Told {
  readonly locale: string;
  readonly title: string;
}

/** Merges the languages of a text in Apollo's cache: a list asks for less of each language than a page does, and what is known of the same text stays known. */
export function mergeVariants(known: readonly Told[] | undefined, told: readonly Told[]): readonly Told[] {
  const knownOf = ({ locale, title }: Told) => known?.find((one) => one.locale === locale && one.title === title);
  return told.map((one) => ({ ...knownOf(one), ...one }));
}
