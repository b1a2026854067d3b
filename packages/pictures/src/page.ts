// What a page may use: pixels in memory. `index.ts` adds what needs files, fonts and encoders.
export * from './crop-for-model.ts';
export { differenceOf, differenceSizes } from './difference-of.ts';
export { facePictures } from './face-pictures.ts';
export { blankPicture, paste, type Picture } from './picture.ts';
export { picturesOf } from './pictures-of.ts';
export { resample, type Area } from './resample.ts';
export { smoothed } from './smoothed.ts';
export { valuesOfPictures } from './values-of-pictures.ts';
