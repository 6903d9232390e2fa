/** Accessibility statement as an administrator makes it. */
export const statement = {
  conformance: 'PARTIAL',
  legalBasis: 'das Gleichstellungsgesetz des Landes',
  barriers: '- **Karten:** nur mit der Maus',
  assessment: 'SELF',
  assessedOn: '2026-01-31',
  contactEmail: 'Barrierefrei@Muster.example',
  contactPhone: '02224 1806-0',
  enforcementName: 'Durchsetzungsstelle des Landes',
  enforcementUrl: 'https://durchsetzung.example/',
} as const;
