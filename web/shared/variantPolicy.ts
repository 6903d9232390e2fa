interface Told {
  readonly locale: string;
  readonly title: string;
}

/**
 * Merges the translations of a text in Apollo's cache: a list reads fewer fields of each translation than a page, and
 * known fields of the same text stay.
 */
export function mergeVariants(known: readonly Told[] | undefined, told: readonly Told[]): readonly Told[] {
  const knownOf = ({ locale, title }: Told) => known?.find((one) => one.locale === locale && one.title === title);
  return told.map((one) => ({ ...knownOf(one), ...one }));
}
