/** Kind of the message whose link proves that its reader owns the address. */
export const addressDataKind = 'ADDRESS_DATA';
/** Purpose of the signed id in this link. */
export const addressPurpose = 'addressData';
/** Hours for which the link is valid. */
export const addressHours = 24;
/** Mails that can be asked for to one address. */
export const mailRate = { name: 'privacy.addressMail', points: 5, seconds: 3600 } as const;
