/** Whether a photo is on the screen: SHOWN means that all of it has been loaded and is drawn. */
export type PhotoState = 'LOADING' | 'SHOWN' | 'FAILED';
