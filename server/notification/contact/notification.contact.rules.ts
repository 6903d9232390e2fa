/** Maximum number of contacts of one person that a page lists. */
export const mostContacts = 50;
/** Kind and lane of the message that tests a contact. */
export const testMessage = { kind: 'TEST_MESSAGE', lane: 'PERSONAL' } as const;
/** Test messages of a person. */
export const testRate = { name: 'testMessage', points: 20, seconds: 600 } as const;
